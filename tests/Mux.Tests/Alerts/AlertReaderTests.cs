using Mux.Camp;
using Xunit;

namespace Mux.Tests.Alerts;

public sealed class AlertReaderTests
{
    private const string Camp = "name: spring\ntutorials: [{name: intro, image: 'reg.example/intro:1'}]\n";

    [Fact]
    public void A_webhook_is_read_with_its_secret_elsewhere()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "hook"), "0123456789abcdef0123\n");
        var camp = CampReader.Read(Camp + "alerts: {webhook: {url: 'https://hooks.example.org/x?y=z', secret_file: ./hook}}", folder.Path).Camp!;
        Assert.Equal("hooks.example.org", camp.Webhook!.Receiver);
        var secrets = CampSecrets.Read(camp, _ => null);
        Assert.Equal(("0123456789abcdef0123", 0), (secrets.WebhookSecret, secrets.Errors.Count));
        Assert.DoesNotContain("0123456789abcdef0123", camp.ToString(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder.Path, "hook"), "short");
        Assert.Contains("openssl rand", Assert.Single(CampSecrets.Read(camp, _ => null).Errors), StringComparison.Ordinal);
        Assert.Contains("NO_SUCH", Assert.Single(CampSecrets.Read(camp with { Webhook = camp.Webhook with { SecretFile = "", SecretVariable = "NO_SUCH" } }, _ => null).Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alerts: {webhook: {url: 'http://hooks.example.org/', secret_env: X}}", "alerts.webhook.url", "https://")]
    [InlineData("alerts: {webhook: {url: 'https://u:p@hooks.example.org/', secret_env: X}}", "alerts.webhook.url", "without a user name")]
    [InlineData("alerts: {webhook: {secret_env: X}}", "alerts.webhook.url", "is missing")]
    [InlineData("alerts: {webhook: {url: 'https://hooks.example.org/'}}", "alerts.webhook.secret_file", "must be able to tell")]
    [InlineData("alerts: {webhook: {url: 'https://hooks.example.org/', secret_env: X, secret_file: y}}", "alerts.webhook.secret_file", "one of the two")]
    [InlineData("alerts: {webhook: {url: 'https://hooks.example.org/', secret_env: X, secret: hush}}", "alerts.webhook.secret", "does not belong")]
    [InlineData("alerts: {webhok: {}}", "alerts.webhok", "did you mean 'webhook'")]
    public void What_is_wrong_is_named(string text, string field, string message)
    {
        var reading = CampReader.Read(Camp + text, ".");
        Assert.Null(reading.Camp);
        Assert.Contains(reading.Errors, error => error.Field == field && error.Message.Contains(message, StringComparison.Ordinal));
        Assert.DoesNotContain(reading.Errors, error => error.Message.Contains("hush", StringComparison.Ordinal));
    }
}
