using Prometheus;
using Service;

var builder = WebApplication.CreateBuilder(args);
var settings = Settings.From(builder.Configuration);

builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
    // Longer than the gateway keeps an idle connection: it is the one to close it.
    kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
    kestrel.ListenAnyIP(settings.Port);
    kestrel.ListenAnyIP(settings.MetricsPort);
});

// JSON lines, as the log collector wants them.
builder.Logging.ClearProviders();
builder.Logging.AddJsonConsole(console =>
{
    console.UseUtcTimestamp = true;
    console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
});
builder.Logging.SetMinimumLevel(settings.LogLevel);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

// What the last requests get to end.
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
// Errors as RFC 9457 has them.
builder.Services.AddProblemDetails();

var app = builder.Build();

app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseRouting();
app.UseHttpMetrics();

app.MapProbes();
app.MapGreetings();
// Stays inside the cluster: the gateway knows the other port only.
app.MapMetrics().RequireHost($"*:{settings.MetricsPort}");

app.Run();

/// <summary>Where the tests find the service.</summary>
public partial class Program;
