import CallModel
import Testing

@Suite struct TeamsPhoneCallDetailsTests {
    private func details(topic: Int = 0, pairs: Int = 0) -> TeamsPhoneCallDetails {
        var details = TeamsPhoneCallDetails()
        details.callTopic = String(repeating: "ä", count: topic)
        details.caller = TeamsPhoneCallDetails.Caller(
            identifier: CommunicationIdentifier(rawID: "4:+14255550123"), name: "A", phoneNumber: "+14255550123",
            additionalInformation: Dictionary(uniqueKeysWithValues: (0..<pairs).map { ("key\($0)", "") }))
        return details
    }

    @Test func aContextWithDetailsOnlyIsNotEmpty() {
        #expect(TeamsPhoneCallDetails().isEmpty)
        #expect(CustomCallingContext(teamsPhoneCallDetails: TeamsPhoneCallDetails()).isEmpty)
        var details = TeamsPhoneCallDetails()
        details.intent = "refund"
        #expect(!details.isEmpty)
        #expect(!CustomCallingContext(teamsPhoneCallDetails: details).isEmpty)
    }

    @Test func theLimitsAreThoseOfTheService() {
        #expect(details(topic: 48, pairs: 10).fault == nil)
        #expect(details(topic: 49).fault == "the call topic has 49 characters, and 48 is the limit")
        #expect(details(pairs: 11).fault == "there are 11 pairs of additional caller information, and 10 is the limit")
    }

    @Test func theFaultOfTheDetailsIsThatOfTheContext() {
        let context = CustomCallingContext(teamsPhoneCallDetails: details(topic: 49))
        #expect(context.fault == details(topic: 49).fault)
        let headers = CustomCallingContext(
            sipHeaders: [.init("Subject", "a")], teamsPhoneCallDetails: details(topic: 49))
        #expect(headers.fault?.hasPrefix("the SIP header 'Subject'") == true, "headers come first")
    }

    @Test func eventsCarryTheHeadersOnly() {
        let context = CustomCallingContext(voipHeaders: [.init("a", "b")], teamsPhoneCallDetails: details(topic: 1))
        #expect(context.json == ["voipHeaders": ["a": "b"]])
    }
}
