using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Service.Tests;

public class ServiceTests(WebApplicationFactory<Program> factory) : IClassFixture<WebApplicationFactory<Program>>
{
    private readonly HttpClient http = factory.CreateClient();

    [Fact]
    public async Task AnswersWithItsName()
    {
        var answer = await http.GetFromJsonAsync<JsonElement>("/");
        Assert.Equal("${{ values.service.name }}", answer.GetProperty("service").GetString());
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/livez")]
    public async Task IsReadyAndAlive(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(path)).StatusCode);

    [Fact]
    public async Task Greets()
    {
        var answer = await http.PostAsJsonAsync("/greetings/李伟", new { text = "你好" });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("你好, 李伟", body.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task SaysWhatIsWrongWithAGreeting(int letters)
    {
        var answer = await http.PostAsJsonAsync("/greetings/li", new { text = new string('x', letters) });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("1 to 100 letters", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task CountsRequestsByRouteAndOnlyOnThePortForMetrics()
    {
        await http.PostAsJsonAsync("/greetings/li", new { text = "Hello" });
        var metrics = await http.GetStringAsync("http://localhost:9090/metrics");
        Assert.Contains("endpoint=\"/greetings/{name}\"", metrics);
        Assert.DoesNotContain("greetings/li", metrics);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/metrics")).StatusCode);
    }
}
