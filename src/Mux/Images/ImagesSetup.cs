namespace Mux.Images;

internal static class ImagesSetup
{
    public static IServiceCollection AddImages(this IServiceCollection services) => services
        .AddSingleton(_ => new ImageResolver(new HttpClient(new SocketsHttpHandler { UseProxy = true, AllowAutoRedirect = false, MaxResponseHeadersLength = 32 })
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = 1 << 20,
        }));
}
