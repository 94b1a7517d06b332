using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Mux.ApiModel;
using Mux.Auth;

namespace Mux.Api;

/// <summary>What the OpenAPI document says beyond what it reads off the endpoints: how to log in, for which roles each is, and how a refusal looks.</summary>
internal static partial class ApiDocument
{
    private const string Bearer = "bearer";
    private const string Root = "api/v1/";

    /// <summary>Attendees' and agents' endpoints are nobody's interface, and stay out.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith(Root, StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(DescribeAsync).AddOperationTransformer(CompleteAsync);
    }

    private static async Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "The mux", Version = "v1", Description = "A camp's fleet, people and rollouts, as the command line and the dashboard use them." };
        document.Tags = null;
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "The camp's organizer token, or one that was made for somebody." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        document.AddComponent(nameof(ApiProblem), await context.GetOrCreateSchemaAsync(typeof(ApiProblem), null, cancellationToken));
    }

    private static Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var path = context.Description.RelativePath ?? "";
        operation.OperationId = $"{context.Description.HttpMethod?.ToLowerInvariant()}-{NotAWord().Replace(path.Replace(Root, "", StringComparison.Ordinal), "-").Trim('-')}";
        operation.Tags = new HashSet<OpenApiTagReference>();
        operation.Description = $"For: {OrganizerGate.RolesOf(new EndpointMetadataCollection(context.Description.ActionDescriptor.EndpointMetadata)).ToString().ToLowerInvariant()}.";
        operation.Responses ??= [];
        var problem = new OpenApiSchemaReference(nameof(ApiProblem), context.Document);
        operation.Responses["401"] = Refusal("No token, or one that is not good.", problem);
        operation.Responses["403"] = Refusal("Not for the token's role.", problem);
        operation.Responses["4XX"] = Refusal("The order is wrong, names what is not there, or cannot be taken now: what to do about it stands in 'fix'.", problem);
        operation.Responses["503"] = Refusal("Nothing can be written at the moment; nothing was changed.", problem);
        return Task.CompletedTask;
    }

    private static OpenApiResponse Refusal(string description, IOpenApiSchema schema) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = schema } },
    };

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotAWord();
}
