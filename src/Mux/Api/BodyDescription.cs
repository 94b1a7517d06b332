using Microsoft.OpenApi;

namespace Mux.Api;

/// <summary>
/// Puts a body that is read by hand into the OpenAPI document. Not by <c>Accepts</c>, which would also choose endpoints by content type and leave a
/// wrong one with a 404.
/// </summary>
internal static class BodyDescription
{
    public static RouteHandlerBuilder WithBody<T>(this RouteHandlerBuilder route) => route.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = await context.GetOrCreateSchemaAsync(typeof(T), null, cancellationToken) } },
        });
}
