import CallModel
import Testing

@testable import CallEmulator

@Suite struct CustomContextTests {
    private func status(_ context: JSONValue) throws -> (String, String) {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let response = bench.request(
            "POST", path + ":transferToParticipant",
            ["targetParticipant": CoreBench.person(CoreBench.bot), "customCallingContext": context])
        return (bench.errorCode(response), response.body?["error"]?["message"]?.stringValue ?? "")
    }

    private func headers(_ count: Int, _ name: (Int) -> String) -> JSONValue {
        .object(JSONObject((0..<count).map { (name($0), .string("v")) }))
    }

    @Test func whatFitsIsTaken() throws {
        var sip = headers(5) { "X-MS-Custom-\($0)" }.objectValue ?? JSONObject()
        sip["User-To-User"] = "31;encoding=hex"
        let context: JSONValue = ["sipHeaders": .object(sip), "voipHeaders": headers(1_000) { "key\($0)" }]
        #expect(try status(context).0 == "202 ")
    }

    private static let caller: JSONObject = [
        "caller": ["rawId": "4:+14255550123"], "name": "Ada", "phoneNumber": "+14255550123",
    ]

    private static func details(_ details: JSONValue) -> JSONValue { ["teamsPhoneCallDetails": details] }

    private static let refusedDetails: [(JSONValue, String)] = [
        (details("x"), "teamsPhoneCallDetails"), (details(["intend": "x"]), "intend"),
        (
            details(["callTopic": .string(String(repeating: "t", count: 49))]),
            "teamsPhoneCallDetails.callTopic has more"
        ),
        (details(["teamsPhoneCallerDetails": ["name": "Ada", "phoneNumber": "1"]]), "teamsPhoneCallerDetails.caller"),
        (
            details(["teamsPhoneSourceDetails": ["source": ["rawId": "8:acs:a"], "language": "en"]]),
            "teamsPhoneSourceDetails.status"
        ),
    ]

    @Test func detailsForTeamsAreTakenAndOnlyHeadersGoOn() throws {
        var caller = Self.caller
        // The service reads ten of them and drops the rest.
        caller["additionalCallerInformation"] = headers(11) { "key\($0)" }
        let details: JSONValue = [
            "teamsPhoneCallerDetails": .object(caller),
            "teamsPhoneSourceDetails": [
                "source": ["rawId": "8:acs:a"], "language": "en", "status": "done",
                "intendedTargets": ["desk": ["rawId": "4:+14255550124"]],
            ], "callTopic": .string(String(repeating: "t", count: 48)),
        ]
        for headers: JSONValue? in [nil, ["ticket": "7"]] {
            let context: JSONValue = ["voipHeaders": headers, "teamsPhoneCallDetails": details]
            let passed: JSONValue? = headers.map { ["voipHeaders": $0] }
            var bench = try CoreBench()
            let (_, path) = try bench.connectedCall()
            let transfer = bench.request(
                "POST", path + ":transferToParticipant",
                ["targetParticipant": CoreBench.person(CoreBench.bot), "customCallingContext": context])
            #expect(transfer.status == 202)
            #expect(bench.published.count == 2 && bench.published.last?.data["customContext"] == passed)
            bench = try CoreBench()
            let added = bench.add(
                bench.createdCall(), CoreBench.bot, ["sourceCallerIdNumber": .null, "customCallingContext": context])
            #expect(added.status == 202)
            #expect(bench.publishedNames.last == "IncomingCall")
            #expect(bench.published.last?.data["customContext"] == passed)
        }
    }

    @Test func tooManyOrTooLongHeadersAreRefusedByName() throws {
        let long = String(repeating: "a", count: 300)
        let refused: [(JSONValue, String)] = [
            (["sipHeaders": headers(6) { "X-MS-Custom-\($0)" }], "6 custom headers"),
            (["sipHeaders": ["User-To-User": "1", "user-to-user": "2"]], "more than once"),
            (["sipHeaders": ["Subject": "x"]], "Subject"),
            (["sipHeaders": [("X-MS-Custom-" + long): "x"]], "64"),
            (["sipHeaders": ["X-MS-Custom-A": .string(long)]], "256"),
            (["sipHeaders": ["X-MS-Custom-A": "a b"]], "X-MS-Custom-A"),
            (["voipHeaders": headers(1_001) { "key\($0)" }], "1000"), (["voipHeaders": [long: "x"]], "64"),
            (["voipHeaders": ["a": .string(String(repeating: "a", count: 1_025))]], "1024"),
            (["voipHeaders": ["a": 1]], "voipHeaders.a"), (["voipHeaders": "a"], "voipHeaders"),
        ]
        for (context, word) in refused + Self.refusedDetails {
            let (code, message) = try status(context)
            #expect(code == "400 8523" && message.contains(word), "\(word): \(message)")
        }
    }
}
