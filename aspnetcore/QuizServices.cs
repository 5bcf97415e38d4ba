// Registers quizzes with the services of an app.

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace QuizKit.AspNetCore;

/// <summary>Registers quizzes with the services of an app.</summary>
public static class QuizServices
{
    /// <summary>Registers a quiz, with its translations, for <see cref="QuizEndpoints.MapQuiz"/>. An app may have any number of them.</summary>
    /// <param name="services">The services.</param>
    /// <param name="quiz">The quiz, in the language of clients that accept none of its languages.</param>
    /// <param name="configure">Sets the options of this quiz; null for the defaults.</param>
    /// <exception cref="ArgumentException">A quiz with this id is registered already.</exception>
    public static IServiceCollection AddQuiz(this IServiceCollection services, Quiz quiz, Action<QuizOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(quiz);
        if (services.Any(service => service.ImplementationInstance is Quiz other && other.Id == quiz.Id))
            throw new ArgumentException($"A quiz '{quiz.Id}' is registered already.", nameof(quiz));
        services.AddSingleton(quiz);
        services.AddKeyedSingleton(
            quiz.Id, (provider, _) => new QuizServer(quiz, provider.GetRequiredService<IOptionsMonitor<QuizOptions>>().Get(quiz.Id)));
        if (configure is not null) services.Configure(quiz.Id, configure);

        // For problem details and OpenAPI in apps without reflection; it does not change the JSON of others.
        return services.ConfigureHttpJsonOptions(json =>
        {
            var chain = json.SerializerOptions.TypeInfoResolverChain;
            if (!chain.Contains(QuizJson.Default)) chain.Add(QuizJson.Default);
        });
    }
}
