// Quizzes in Blazor: the same components as forms without a script, and interactive on the server.
//
//     dotnet run
//
// The session of each learner is in memory, by a cookie; an app with accounts would have it in its database, as QuizSession.ToJson writes it.

using System;
using BlazorQuiz;
using BlazorQuiz.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
// The style sheet of the components, where the app is not published.
builder.WebHost.UseStaticWebAssets();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddMemoryCache(cache => cache.SizeLimit = 10_000);
builder.Services.AddSingleton<SessionStore>();

WebApplication app = builder.Build();
app.Use((context, next) =>
{
    IHeaderDictionary headers = context.Response.Headers;
    headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";
    headers.XContentTypeOptions = "nosniff";
    headers["Referrer-Policy"] = "no-referrer";
    SessionStore.Identify(context);
    return next(context);
});
app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
app.UseAntiforgery();
app.MapStaticAssets();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);

await app.RunAsync();
