namespace Mux.Images;

internal static class ImagesSetup
{
    /// <param name="plainRegistries">Registries without TLS, as the ships' Docker engines are told of them.</param>
    /// <param name="keys">Of the registries that ask for a password.</param>
    public static IServiceCollection AddImages(this IServiceCollection services, IReadOnlyCollection<string>? plainRegistries = null, IReadOnlyCollection<RegistryKey>? keys = null) => services
        .AddSingleton(_ => new ImageResolver(new HttpClient(new SocketsHttpHandler { UseProxy = true, AllowAutoRedirect = false, MaxResponseHeadersLength = 32 })
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = 1 << 20,
        }, plainRegistries, keys));
}
