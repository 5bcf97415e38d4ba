// Registers quizzes with the services of an app.

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace QuizKit.AspNetCore;

/// <summary>Registers quizzes with the services of an app.</summary>
public static class QuizServices
{
    /// <inheritdoc cref="AddQuiz(IServiceCollection, Quiz, Action{QuizOptions}?)"/>
    public static IServiceCollection AddQuiz(this IServiceCollection services, Quiz quiz) => services.AddQuiz(quiz, configure: null);

    /// <summary>Registers a quiz, with its translations, for <see cref="QuizEndpoints.MapQuiz"/>. An app may have any number of them.</summary>
    /// <param name="services">The services.</param>
    /// <param name="quiz">The quiz, in the language of clients that accept none of its languages.</param>
    /// <param name="configure">Sets the options of this quiz; null for the defaults.</param>
    /// <exception cref="ArgumentException">A quiz with this id is registered already.</exception>
    public static IServiceCollection AddQuiz(this IServiceCollection services, Quiz quiz, Action<QuizOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(quiz);
        return services.AddQuiz(() => quiz, configure);
    }

    /// <inheritdoc cref="AddQuiz(IServiceCollection, Func{Quiz}, Action{QuizOptions}?)"/>
    public static IServiceCollection AddQuiz(this IServiceCollection services, Func<Quiz> quiz) => services.AddQuiz(quiz, configure: null);

    /// <summary>
    /// Registers a quiz that may change while the app runs, such as <c>() =&gt; RiversQuiz.Quiz</c>, which under <c>dotnet watch</c> is
    /// another one after each edit.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="quiz">What returns the quiz, in the language of clients that accept none of its languages. It is called for each
    /// request, and always returns a quiz with the same id.</param>
    /// <param name="configure">Sets the options of this quiz; null for the defaults.</param>
    /// <exception cref="ArgumentException">A quiz with this id is registered already.</exception>
    public static IServiceCollection AddQuiz(this IServiceCollection services, Func<Quiz> quiz, Action<QuizOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(quiz);
        var id = quiz().Id;
        if (services.Any(service => service.ServiceType == typeof(QuizServer) && Equals(service.ServiceKey, id)))
            throw new ArgumentException($"A quiz '{id}' is registered already.", nameof(quiz));
        services.AddTransient(_ => quiz());
        services.AddKeyedSingleton(
            id, (provider, _) => new QuizServer(quiz, provider.GetRequiredService<IOptionsMonitor<QuizOptions>>().Get(id)));
        if (configure is not null) services.Configure(id, configure);

        // For problem details and OpenAPI in apps without reflection; it does not change the JSON of others.
        return services.ConfigureHttpJsonOptions(json =>
        {
            var chain = json.SerializerOptions.TypeInfoResolverChain;
            if (!chain.Contains(QuizJson.Default)) chain.Add(QuizJson.Default);
        });
    }
}
