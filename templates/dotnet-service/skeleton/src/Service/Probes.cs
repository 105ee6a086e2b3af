namespace Service;

/// <summary>What Kubernetes asks.</summary>
public static class Probes
{
    public static void MapProbes(this IEndpointRouteBuilder app)
    {
        // Ready: may get traffic. Ask nothing of others here: their trouble would take all pods out at once.
        app.MapGet("/health", (IHostApplicationLifetime lifetime) =>
            lifetime.ApplicationStopping.IsCancellationRequested
                ? Results.Json(new { status = "leaving" }, statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Ok(new { status = "ready" }));

        // Alive: need not be restarted.
        app.MapGet("/livez", () => Results.Ok(new { status = "alive" }));
    }
}
