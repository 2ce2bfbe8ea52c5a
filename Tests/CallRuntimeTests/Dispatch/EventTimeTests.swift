import Testing

@testable import CallRuntime

struct EventTimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0.0), ("1970-01-01T00:00:01.5000000+00:00", 1.5),
        ("2020-02-29T12:00:00Z", 1_582_977_600),
        ("1970-01-01T01:00:00+01:00", 0), ("1969-12-31T22:30:00-01:30", 0), ("1970-01-01T00:00:02", 2),
        ("1970-01-01T00:00:00.123456789Z", 0.123456789),
    ])
    func timesOfTheServiceAreRead(text: String, seconds: Double) throws {
        let found = try #require(EventTime.seconds(text))
        #expect(abs(found - seconds) < 1e-6)
    }

    @Test(arguments: [
        "", "now", "1970-01-01", "1970-13-01T00:00:00Z", "1970-01-01T24:00:00Z", "1970-01-01 00-00-00",
        "1970-01-01T00:00:00+1",
        "1970-01-01T00:00:00+0x:00", "²970-01-01T00:00:00Z",
    ])
    func whatIsNoTimeIsNil(text: String) {
        #expect(EventTime.seconds(text) == nil)
    }
}
