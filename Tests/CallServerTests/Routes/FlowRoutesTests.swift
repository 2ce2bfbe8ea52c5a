import CallModel
import FlowEngine
import Testing

@testable import CallServer

/// Which flows new calls get, asked and decided over HTTP.
@Suite(.timeLimit(.minutes(1))) struct FlowRoutesTests {
    private static func flow(_ text: String) -> [String: String] {
        ["a/main.lua": "on('IncomingCall', function(call) call:answer() log.info('\(text)') end)"]
    }

    /// An edge with two generations, the newer in use.
    private static func with(_ body: @escaping @Sendable (TestEdge, _ old: String, _ new: String) async throws -> Void)
        async throws
    {
        try await TestEdge.with(flow("old")) { (edge: TestEdge) async throws in
            let old = try #require(edge.runtime.generations.current?.id)
            let sources = FlowSources(files: flow("new").mapValues { Array($0.utf8) })
            _ = await edge.runtime.generations.load(sources, at: 2)
            let new = try #require(edge.runtime.generations.current?.id)
            #expect(old != new)
            try await body(edge, old, new)
        }
    }

    @Test func generationsAreListedNewestFirst() async throws {
        try await Self.with { edge, old, new in
            let answer = try JSONValue(parsing: try await edge.send("GET", "/v1/flows/generations").body)
            let rows = try #require(answer["generations"]?.arrayValue)
            #expect(rows.compactMap { $0["generation"]?.stringValue } == [new, old])
            #expect(rows.map { $0["current"]?.boolValue } == [true, false])
            #expect(rows.map { $0["open_sessions"]?.intValue } == [0, 0])
        }
    }

    @Test func aRollbackIsPinnedUntilItIsReleased() async throws {
        try await Self.with { edge, old, new in
            let back = try await edge.post("/v1/flows/rollback", ["generation": .string(String(old.prefix(8)))])
            let view = try JSONValue(parsing: back.body)
            #expect(back.status == 200 && view["generation"]?.stringValue == old)
            #expect(view["pinned"]?.stringValue == old && view["newest"]?.stringValue == new)
            let released = try JSONValue(parsing: try await edge.post("/v1/flows/release", [:]).body)
            #expect(released["generation"]?.stringValue == new && released["pinned"] == nil)
        }
    }

    @Test func aCanaryIsToldWithNumbersHiddenAndEndsEitherWay() async throws {
        try await Self.with { edge, old, new in
            let canary: JSONValue = ["generation": .string(old), "share": 12.5, "numbers": ["+18005550199"]]
            let view = try JSONValue(parsing: try await edge.post("/v1/flows/canary", canary).body)
            #expect(view["canary"]?["share"]?.doubleValue == 12.5)
            #expect(view["canary"]?["numbers"]?[0]?.stringValue == "+1800…99")
            #expect(view["generation"]?.stringValue == new)
            #expect(try await edge.send("GET", "/v1/flows?full=1").body.contains("+18005550199"))
            #expect(try await edge.post("/v1/flows/release", [:]).status == 409)
            #expect(try await edge.post("/v1/flows/abandon", [:]).status == 200)
            _ = try await edge.post("/v1/flows/canary", canary)
            let promoted = try JSONValue(parsing: try await edge.post("/v1/flows/promote", [:]).body)
            #expect(promoted["generation"]?.stringValue == old && promoted["canary"] == nil)
        }
    }

    @Test func mistakesAreToldInWords() async throws {
        try await Self.with { edge, old, new in
            let cases: [(path: String, body: JSONValue, status: Int, words: String)] = [
                ("rollback", [:], 400, "name a generation"),
                ("rollback", [], 400, "the body is no object"),
                ("rollback", ["generation": 7], 400, "name a generation"),
                ("rollback", ["generation": ""], 400, "name a generation"),
                ("rollback", ["generation": "zz"], 404, "there is no generation 'zz' in the store"),
                ("rollback", ["generatoin": "x"], 400, "'generatoin' means nothing here; known are generation"),
                ("canary", ["generation": .string(old)], 400, "say which calls the canary gets"),
                ("canary", ["generation": .string(old), "share": 101], 400, "from 0 to 100 per cent"),
                ("canary", ["generation": .string(old), "share": "half"], 400, "from 0 to 100 per cent"),
                ("canary", ["generation": .string(old), "numbers": "+18005550199"], 400, "'numbers' is a list"),
                ("canary", ["generation": .string(old), "numbers": ["0800"]], 400, "a canary's number"),
                ("canary", ["generation": .string(new), "share": 5], 409, "already"),
                ("promote", [:], 409, "there is no canary to promote"),
                ("abandon", [:], 409, "there is no canary to abandon"),
                ("release", [:], 409, "nothing is pinned"),
                ("reload", [:], 501, "this server watches no folder"),
            ]
            for (path, body, status, words) in cases {
                let answer = try await edge.post("/v1/flows/\(path)", body)
                #expect(answer.status == status && answer.body.contains(words), "\(path) \(body.text): \(answer.body)")
            }
            #expect(try await edge.send("POST", "/v1/flows/rollback", Array("{".utf8)).status == 400)
            #expect(edge.runtime.generations.current?.id == new)
        }
    }
}
