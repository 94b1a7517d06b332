namespace Ec2Emulator.Lies;

/// <summary>A bucket of <paramref name="size"/> tokens that gets <paramref name="refill"/> of them back each second.</summary>
internal sealed class TokenBucket(int size, double refill, DateTimeOffset start)
{
    private double tokens = size;
    private DateTimeOffset last = start;

    /// <summary>Whether that many were there; then they are taken. A call for more than a full bucket holds takes all of it.</summary>
    public bool Take(int count, DateTimeOffset now)
    {
        tokens = Math.Min(size, tokens + (now - last).TotalSeconds * refill);
        last = now;
        var wanted = Math.Min(count, size);
        if (tokens < wanted)
        {
            return false;
        }

        tokens -= wanted;
        return true;
    }
}
