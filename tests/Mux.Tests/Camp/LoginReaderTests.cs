using Mux.Camp;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Camp;

public sealed class LoginReaderTests
{
    private const string Start = "name: spring\ntutorials: [{name: intro, image: registry.example.org/intro:1}]\n";

    [Fact]
    public void Without_a_section_the_access_code_alone_opens()
    {
        var login = CampReader.Read(Start, "/").Camp!.Login;
        Assert.True(login.AccessCode);
        Assert.Null(login.WalkIns);
        Assert.Empty(login.Providers);
    }

    [Fact]
    public void Providers_and_roles_are_read()
    {
        var reading = CampReader.Read(Start + """
            login:
              access_code: true
              walk_ins: 20
              walk_ins_beyond: refuse
              links_last: 48h
              providers:
                - name: uni
                  title: The university
                  authority: https://login.example.org/realms/camp
                  client_id: mux
                  client_secret_file: secrets/uni
                  scopes: [openid, profile, groups]
                  attendees: [{claim: groups, value: students}, {email_domain: example.org}]
                - {name: local, authority: "http://127.0.0.1:4000", client_id: mux, client_secret_env: LOCAL_SECRET}
              organizers: [{provider: uni, subject: "248289761001"}]
              helpers: [{provider: uni, claim: groups, value: helpers}]
              authors: [{provider: local, claim: email, value: ada@example.org, tutorials: [intro]}]
            """, "/camp");
        Assert.Empty(reading.Errors);
        var login = reading.Camp!.Login;
        Assert.Equal((20, false, TimeSpan.FromHours(48)), (login.WalkIns, login.StandBy, login.LinksLast));
        Assert.Equal(("/camp/secrets/uni", "LOCAL_SECRET"), (login.Providers[0].SecretFile, login.Providers[1].SecretVariable));
        Assert.Equal(["profile", "groups"], login.Providers[0].Scopes);
        Assert.Equal([StaffRole.Organizer, StaffRole.Helper, StaffRole.Author], login.Roles.Select(rule => rule.Role));
        Assert.Equal(new PersonMatch(MatchKind.EmailDomain, "email", "example.org"), login.Providers[0].Attendees[1]);
        Assert.Equal(["intro"], login.Roles[2].Tutorials);
    }

    [Theory]
    [InlineData("access_code: maybe", "login.access_code", "true or false")]
    [InlineData("walk_ins: -1", "login.walk_ins", "from 0")]
    [InlineData("{access_code: false, walk_ins: 3}", "login.walk_ins", "take one of the two out")]
    [InlineData("providers: [{name: uni, authority: 'http://login.example.org', client_id: x}]", "login.providers[0].authority", "https://")]
    [InlineData("providers: [{name: uni, authority: 'https://user@login.example.org', client_id: x}]", "login.providers[0].authority", "https://")]
    [InlineData("providers: [{name: uni, authority: 'https://a.example', client_id: x, client_secret: hunter2}]", "login.providers[0].client_secret", "does not belong into this file")]
    [InlineData("providers: [{name: uni, authority: 'https://a.example'}]", "login.providers[0].client_id", "is missing")]
    [InlineData("providers: [{name: uni, authority: 'https://a.example', client_id: x, attendees: [{email_domain: '*.corp.com'}]}]", "login.providers[0].attendees[0].email_domain", "whole domain")]
    [InlineData("organizers: [{provider: uni, subject: x}]", "login.organizers[0].provider", "not among login.providers")]
    [InlineData("{providers: [{name: uni, authority: 'https://a.example', client_id: x}], organizers: [{claim: groups}]}", "login.organizers[0].subject", "exactly one of")]
    [InlineData("{providers: [{name: uni, authority: 'https://a.example', client_id: x}], organizers: [{subject: a, email_domain: b.org}]}", "login.organizers[0].subject", "exactly one of")]
    [InlineData("{providers: [{name: uni, authority: 'https://a.example', client_id: x}], authors: [{subject: a}]}", "login.authors[0].tutorials", "own tutorials only")]
    [InlineData("{providers: [{name: uni, authority: 'https://a.example', client_id: x}], authors: [{subject: a, tutorials: [nosuch]}]}", "login.authors[0].tutorials", "no tutorial 'nosuch'")]
    [InlineData("organisers: []", "login.organisers", "organizers")]
    public void What_is_wrong_is_told_with_its_place_and_what_to_write(string section, string field, string message)
    {
        var reading = CampReader.Read($"{Start}login:{(section[0] == '{' ? " " + section : "\n  " + section)}\n", "/");
        Assert.Contains(reading.Errors, error => error.Field == field && error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Secrets_come_from_a_file_or_a_variable_and_are_missed_when_not_there()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "secret"), "from-the-file\n");
        var camp = TestHost.Camp with
        {
            Login = new LoginDefinition
            {
                Providers =
                [
                    new ProviderDefinition("a", new Uri("https://a.example"), "mux") { SecretFile = Path.Combine(folder.Path, "secret") },
                    new ProviderDefinition("b", new Uri("https://b.example"), "mux") { SecretVariable = "B_SECRET" },
                    new ProviderDefinition("c", new Uri("https://c.example"), "mux"),
                ],
            },
        };
        var good = CampSecrets.Read(camp, name => name == "B_SECRET" ? "from-the-environment" : null);
        Assert.Empty(good.Errors);
        Assert.Equal(["from-the-environment", "from-the-file"], good.Clients.Values.Order());
        var bad = CampSecrets.Read(camp with { Login = camp.Login with { Providers = [camp.Login.Providers[0] with { SecretFile = "/nosuch" }, camp.Login.Providers[1]] } }, _ => null);
        Assert.Equal(2, bad.Errors.Count);
        Assert.Contains(bad.Errors, error => error.Contains("B_SECRET", StringComparison.Ordinal));
    }
}
