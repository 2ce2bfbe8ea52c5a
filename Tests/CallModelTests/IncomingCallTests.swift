import CallModel
import Testing

@Suite struct IncomingCallTests {
    private func read(_ text: String) throws(EventFault) -> IncomingCall { try IncomingCall(data: Array(text.utf8)) }

    @Test func numbersAndForwardedCallsAreRead() throws {
        let call = try read(
            """
            {"to":{"kind":"phoneNumber","phoneNumber":{"value":"+18005550199"}},"from":{"rawId":"4:anonymous"},
            "incomingCallContext":"c","onBehalfOfCallee":{"rawId":"4:+18005550100"}}
            """)
        #expect(call.to.phoneNumber == "+18005550199")
        #expect(call.from.kind == .phoneNumber(value: "anonymous", isAnonymous: true, assertedID: nil))
        #expect(call.onBehalfOfCallee?.phoneNumber == "+18005550100")
        #expect(call.callerDisplayName == "" && call.customContext == nil)
    }

    @Test(arguments: ["userToUser", "user-To-User", "User-To-User", "USER-TO-USER"])
    func theUserToUserHeaderIsFoundHoweverItIsSpelled(_ name: String) throws {
        let call = try read(
            """
            {"to":{"rawId":"8:acs:a_b"},"from":{"rawId":"8:acs:a_c"},"incomingCallContext":"c",
            "customContext":{"sipHeaders":{"\(name)":"56;encoding=hex","X-MS-Custom-A":null},"voipHeaders":{"Case":"1"}}}
            """)
        #expect(call.sipHeader("User-To-User") == "56;encoding=hex")
        #expect(call.customContext?.sipHeaders == [.init(name, "56;encoding=hex")])
        #expect(call.voipHeader("cASE") == "1" && call.sipHeader("Case") == nil)
    }

    @Test(arguments: [
        ("{}", "incomingCallContext of IncomingCall is missing"),
        ("[]", "data of IncomingCall is no object"),
        (#"{"incomingCallContext":""}"#, "incomingCallContext of IncomingCall is empty"),
        (#"{"incomingCallContext":"c","to":{"rawId":"4:+1800"}}"#, "from of IncomingCall is missing"),
        (#"{"incomingCallContext":"c","to":{}}"#, "to of IncomingCall names nobody"),
        (#"{"incomingCallContext":"c","to":"4:+1"}"#, "to of IncomingCall must be an object"),
        (
            #"{"incomingCallContext":"c","to":{"rawId":"a"},"from":{"rawId":"b"},"customContext":{"sipHeaders":{"a":1}}}"#,
            "customContext.sipHeaders.a of IncomingCall must be a text"
        ),
        ("x", "data of IncomingCall is not valid JSON: unexpected 'x' at byte 0"),
    ])
    func anOfferThatLacksSomethingSaysWhat(_ data: String, _ sentence: String) throws {
        #expect(try #require(throws: EventFault.self) { try read(data) }.description == sentence)
    }
}
