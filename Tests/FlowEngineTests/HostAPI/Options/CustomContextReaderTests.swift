import CallModel
import Testing

@testable import FlowEngine

struct CustomContextReaderTests {
    @Test func namesOfHeadersKeepTheirSpelling() throws {
        let driver = try ActionSamples.handling(
            """
            call:add_participant { target = '8:acs:a', custom_context = {
              voip_headers = { callConnectionId = 'a', snake_case = 'b', ['With Blank'] = 'c' },
              sip_headers = { ticket = '1', ['X-Desk'] = '2', ['x-ms-custom-low'] = '3' },
              user_to_user = '0a;encoding=hex' } }
            """)
        guard case .addParticipant(let action) = try driver.action().action else {
            Issue.record("no invitation")
            return
        }
        #expect(
            action.customCallingContext
                == CustomCallingContext(
                    voipHeaders: [.init("With Blank", "c"), .init("callConnectionId", "a"), .init("snake_case", "b")],
                    sipHeaders: [
                        .init("User-To-User", "0a;encoding=hex"), .init("X-Desk", "2"),
                        .init("X-MS-Custom-ticket", "1"), .init("x-ms-custom-low", "3"),
                    ]))
    }

    @Test(arguments: ["{}", "{ voip_headers = {} }", "{ voip_headers = {}, sip_headers = {} }"])
    func anEmptyContextIsNone(context: String) throws {
        let driver = try ActionSamples.handling("call:transfer { target = '8:acs:a', custom_context = \(context) }")
        #expect(
            try driver.action().action == .transfer(TransferAction(target: CommunicationIdentifier(rawID: "8:acs:a"))))
    }

    @Test(arguments: [
        ("{ voip_header = {} }", "unknown option 'voip_header'; did you mean 'voip_headers'?"),
        ("{ voip_headers = { 'x' } }", "'voip_headers' must have a name for each value, like { name = … }"),
        ("{ voip_headers = { a = 7 } }", "'voip_headers.a' must be a text, not 7"),
        ("{ sip_headers = { a = true } }", "'sip_headers.a' must be a text, not true"),
        ("{ sip_headers = 'x' }", "'sip_headers' must be a table, not \"x\""),
        ("{ user_to_user = 7 }", "'user_to_user' must be a text, not 7"),
        ("{ voip_headers = { [('n'):rep(65)] = 'x' } }", "must have a name of 1 to 64 characters"),
        ("{ voip_headers = { [''] = 'x' } }", "must have a name of 1 to 64 characters"),
        ("{ voip_headers = { a = ('v'):rep(1025) } }", "is longer than 1024 characters"),
        ("{ voip_headers = many }", "there are 1001 VoIP headers, and 1000 is the limit"),
        ("{ sip_headers = { a = '', b = '', c = '', d = '', e = '', f = '' } }", "there are 6 own SIP headers, and 5"),
        ("{ sip_headers = { [''] = 'x' } }", "'sip_headers': a header needs a name"),
        ("{ sip_headers = { [('n'):rep(53)] = 'x' } }", "a name of more than 64 characters, its prefix included"),
        ("{ sip_headers = { ['a b'] = 'x' } }", "contains ' '; allowed are letters, digits"),
        ("{ sip_headers = { a = 'b c' } }", "the value of the SIP header 'X-MS-Custom-a' contains ' '"),
        ("{ sip_headers = { a = ('v'):rep(257) } }", "is longer than 256 characters"),
        ("{ user_to_user = 'a', sip_headers = { ['user-to-user'] = 'b' } }", "more than one User-To-User header"),
        ("{ sip_headers = { a = 'x', ['X-MS-Custom-a'] = 'y' } }", "the SIP header 'X-MS-Custom-a' stands there twice"),
    ])
    func limitsAreMistakes(context: String, part: String) throws {
        let driver = try ActionSamples.handling(
            """
            local many = {}
            for i = 1, 1001 do many["h" .. i] = "x" end
            call:add_participant { target = '8:acs:a', custom_context = \(context) }
            """)
        let message = try #require(driver.failures.first?.message)
        #expect(message.contains(part), "\(message)")
        #expect(driver.asks.isEmpty)
    }

    @Test func whatIsJustAllowedPasses() throws {
        let driver = try ActionSamples.handling(
            """
            local many = {}
            for i = 1, 1000 do many["h" .. i] = ("v"):rep(100) end
            many.h1 = ("v"):rep(1024)
            call:add_participant { target = '8:acs:a', custom_context = { voip_headers = many,
              sip_headers = { [("n"):rep(52)] = ("v"):rep(256), a = "", b = "", c = "", d = "" }, user_to_user = "" } }
            """)
        guard case .addParticipant(let action) = try driver.action().action else {
            Issue.record("no invitation")
            return
        }
        #expect(action.customCallingContext?.voipHeaders.count == 1000)
        #expect(action.customCallingContext?.sipHeaders.count == 6)
    }
}
