namespace Service;

/// <summary>What the environment says.</summary>
public record Settings(int Port, int MetricsPort, LogLevel LogLevel)
{
    public static Settings From(IConfiguration configuration) => new(
        configuration.GetValue("PORT", 8080),
        configuration.GetValue("METRICS_PORT", 9090),
        LevelOf(configuration["LOG_LEVEL"]));

    /// <summary>The names that all services of the house have for their levels.</summary>
    private static LogLevel LevelOf(string? name) => name switch
    {
        "debug" => LogLevel.Debug,
        "warn" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => LogLevel.Information,
    };
}
