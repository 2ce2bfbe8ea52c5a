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
        for (context, word) in refused {
            let (code, message) = try status(context)
            #expect(code == "400 8523" && message.contains(word), "\(word): \(message)")
        }
    }
}
