using System.IO.Pipelines;
using Google.Protobuf;

namespace Contracts.Wire;

/// <summary>A response whose headers are there and promise messages.</summary>
internal sealed class ServerResponse<TRes>(HttpResponseMessage http, MessageReader<TRes> messages, int largestMetadata)
    where TRes : class, IMessage<TRes>
{
    // Zero-byte reads: an idle stream holds no buffer.
    private static readonly StreamPipeReaderOptions PipeOptions = new(bufferSize: 16 * 1024, minimumReadSize: 4 * 1024, useZeroByteReads: true);
    private static readonly Status Compressed = new(StatusCode.Internal, "The server compressed a message, which was not asked for.");

    public MessageReader<TRes> Messages => messages;

    /// <summary>Sends a request. Never fails: null when the call has ended, and <paramref name="end"/> knows how.</summary>
    public static async Task<ServerResponse<TRes>?> OpenAsync(GrpcChannel channel, HttpRequestMessage request, MessageParser<TRes> parser, CallEnd end)
    {
        var options = channel.Options;
        try
        {
            var http = await channel.SendAsync(request, end.Token);
            end.Hold(http);
            if (ResponseHead.Check(http, options.MaxMetadataSize) is { } outcome)
            {
                end.Settle(outcome);
                return null;
            }

            var pipe = PipeReader.Create(await http.Content.ReadAsStreamAsync(end.Token), PipeOptions);
            var messages = new MessageReader<TRes>(pipe, parser, options.MaxReceiveMessageSize, Compressed);
            return new ServerResponse<TRes>(http, messages, options.MaxMetadataSize);
        }
        catch (Exception error)
        {
            end.Settle(StatusMapping.FromException(error));
            return null;
        }
    }

    public Metadata Headers() => MetadataWire.Read(http.Headers);

    /// <summary>What the trailers say; only after the last message.</summary>
    public CallOutcome Outcome() => ResponseHead.Outcome(http.TrailingHeaders, http.StatusCode, largestMetadata);
}
