namespace Ec2Emulator.Lies;

/// <summary>Chance from a seed: the same calls in the same order meet the same fate. Not safe for threads; the account's lock guards it.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random random = new(seed);

    /// <param name="percent">0: never; 100: always.</param>
    public bool Hits(double percent) => percent > 0 && random.NextDouble() * 100 < percent;

    public TimeSpan Between(TimeSpan from, TimeSpan to) => from + (to - from) * random.NextDouble();

    /// <param name="from">The least.</param>
    /// <param name="to">The most.</param>
    public int Between(int from, int to) => random.Next(from, to + 1);

    public string Hex(int digits) => random.GetHexString(digits, lowercase: true);
}
