using System.Buffers;
using System.IO.Pipelines;
using Contracts.Tests.Protos;
using Contracts.Wire;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class FramingTests
{
    private const int Largest = 300;
    private static readonly Status Compressed = new(StatusCode.Unimplemented, "compressed");

    [Fact]
    public void Messages_survive_any_cut_of_the_stream() => Prop
        .ForAll<byte[][], int[]>((payloads, cuts) =>
        {
            var output = new ArrayBufferWriter<byte>();
            var asks = payloads.Select(payload => new Ask { Payload = ByteString.CopyFrom(payload ?? []) }).ToList();
            foreach (var ask in asks)
            {
                Framing.Write(output, ask, ask.CalculateSize());
            }

            return ReadAllAsync(output.WrittenMemory, cuts).GetAwaiter().GetResult().SequenceEqual(asks);
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_serialised_message_is_framed_like_the_message() => Prop
        .ForAll<byte[]>(payload =>
        {
            var ask = new Ask { Payload = ByteString.CopyFrom(payload) };
            var (one, two) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
            Framing.Write(one, ask, ask.CalculateSize());
            Framing.Write(two, ask.ToByteArray());
            return one.WrittenSpan.SequenceEqual(two.WrittenSpan);
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_of_any_kind_end_in_messages_or_in_a_status() => Prop
        .ForAll<byte[], int[]>((bytes, cuts) =>
        {
            // Small first octets now and then, else every prefix would be refused at its flag.
            var stream = bytes.Select((octet, i) => i % 5 < 4 ? (byte)(octet % 3 / 2) : octet).ToArray();
            try
            {
                ReadAllAsync(stream, cuts).GetAwaiter().GetResult();
                return true;
            }
            catch (Exception error)
            {
                return error is RpcException or InvalidProtocolBufferException;
            }
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Text_of_any_kind_survives_percent_coding() => Prop
        .ForAll<NonNull<string>>(text =>
        {
            var encoded = PercentCoding.Encode(text.Get);
            var printable = encoded.All(character => character is >= ' ' and <= '~');
            return printable && PercentCoding.Decode(encoded) == System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text.Get));
        })
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("100%", "100%")]
    [InlineData("%zz%4", "%zz%4")]
    [InlineData("%41%ff", "A\ufffd")]
    public void What_is_no_escape_stays_as_it_is(string text, string decoded) => Assert.Equal(decoded, PercentCoding.Decode(text));

    private static async Task<List<Ask>> ReadAllAsync(ReadOnlyMemory<byte> stream, int[] cuts)
    {
        var pipe = new Pipe();
        var reader = new MessageReader<Ask>(pipe.Reader, Ask.Parser, Largest, Compressed);
        var reading = Task.Run(async () =>
        {
            var messages = new List<Ask>();
            while (await reader.ReadAsync(CancellationToken.None))
            {
                messages.Add(reader.Current);
            }

            return messages;
        });
        foreach (var cut in cuts.Select(cut => Math.Abs(cut % 40)).TakeWhile(_ => stream.Length > 0))
        {
            await pipe.Writer.WriteAsync(stream[..Math.Min(cut, stream.Length)]);
            stream = stream[Math.Min(cut, stream.Length)..];
        }

        await pipe.Writer.WriteAsync(stream);
        await pipe.Writer.CompleteAsync();
        return await reading;
    }
}
