namespace Service;

/// <summary>What the service answers: an example to replace with your own.</summary>
public static class Greetings
{
    private const int Longest = 100;

    public record Greeting(string? Text);

    public static void MapGreetings(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", () => new { service = "${{ values.service.name }}" });

        app.MapPost("/greetings/{name}", (string name, Greeting greeting) =>
            greeting.Text is { Length: > 0 and <= Longest } text
                ? Results.Json(new { text = $"{text}, {name}" }, statusCode: StatusCodes.Status201Created)
                : Results.Problem(
                    $"text has to have 1 to {Longest} letters",
                    statusCode: StatusCodes.Status400BadRequest));
    }
}
