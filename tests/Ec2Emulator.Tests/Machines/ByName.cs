using Xunit.Sdk;
using Xunit.v3;

namespace Ec2Emulator.Tests.Machines;

/// <summary>For tests that share a machine which cannot be booted for each of them.</summary>
public sealed class ByName : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => [.. testCases.OrderBy(test => test.TestCaseDisplayName, StringComparer.Ordinal)];
}
