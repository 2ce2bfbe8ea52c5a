import CallJournal
import CallModel
import Testing

@testable import CallServer

/// Lists, timelines and journals of sessions over HTTP.
@Suite(.timeLimit(.minutes(1))) struct CallRoutesTests {
    private let flows = [
        "a/main.lua": #"on("Launch", function(event) log.info("x") wait_for("Signal") end)"#,
        "b/main.lua": #"on("Launch", function(event) end)"#,
    ]
    private static let nobody = String(repeating: "0", count: 26)

    /// Launches a session.
    private static func launch(
        _ flow: String, _ edge: TestEdge, _ params: JSONValue = [:]
    ) async throws -> String {
        let answer = try await edge.post("/v1/launch", ["flow": .string(flow), "params": params])
        return try #require(try JSONValue(parsing: answer.body)["session"]?.stringValue, "\(answer.body)")
    }

    private static func list(_ edge: TestEdge, _ query: String = "") async throws -> [String] {
        let answer = try await edge.send("GET", "/v1/calls" + query)
        #expect(answer.status == 200, "\(answer.body)")
        let calls = try JSONValue(parsing: answer.body)["calls"]?.arrayValue ?? []
        return calls.compactMap { $0["session"]?.stringValue }
    }

    /// Waits until a session has ended.
    private static func ends(_ id: String, _ edge: TestEdge) async throws {
        while try await list(edge, "?open=0").contains(id) == false { try Task.checkCancellation() }
    }

    @Test func theListIsNewestFirstAndTakesAFlowAStateAndPages() async throws {
        try await TestEdge.with(flows) { (edge: TestEdge) async throws in
            let first = try await Self.launch("a", edge)
            let second = try await Self.launch("b", edge)
            let third = try await Self.launch("a", edge)
            try await Self.ends(second, edge)
            #expect(try await Self.list(edge) == [third, second, first])
            #expect(try await Self.list(edge, "?flow=a") == [third, first])
            #expect(try await Self.list(edge, "?flow=c") == [])
            #expect(try await Self.list(edge, "?open=1") == [third, first])
            #expect(try await Self.list(edge, "?open=false") == [second])
            #expect(try await Self.list(edge, "?limit=1") == [third])
            #expect(try await Self.list(edge, "?limit=1&after=\(third)") == [second])
            #expect(try await Self.list(edge, "?after=\(Self.nobody)") == [])
        }
    }

    @Test(arguments: [
        ("?open=maybe", "'open' is 1 or 0, not 'maybe'"), ("?after=x", "'after' is a session id, not 'x'"),
        ("?limit=many", "'limit' is a whole number, not 'many'"), ("?limit=0", "'limit' is from 1 to 1000, not 0"),
        ("?limit=1001", "'limit' is from 1 to 1000, not 1001"),
    ])
    func aListThatMakesNoSenseIsRefusedInWords(_ query: String, _ words: String) async throws {
        try await TestEdge.with(flows) { (edge: TestEdge) async throws in
            let answer = try await edge.send("GET", "/v1/calls" + query)
            #expect(answer.status == 400)
            #expect(answer.body.contains(words), "\(answer.body)")
        }
    }

    @Test func oneSessionIsToldWithItsState() async throws {
        try await TestEdge.with(flows) { (edge: TestEdge) async throws in
            let id = try await Self.launch("b", edge)
            try await Self.ends(id, edge)
            let view = try JSONValue(parsing: try await edge.send("GET", "/v1/calls/\(id)").body)
            #expect(view["session"]?.stringValue == id && view["flow"]?.stringValue == "b")
            #expect(view["cause"]?.stringValue == "launch" && view["end"]?.stringValue == "finished")
            #expect(view["level"]?.intValue == 1 && view["records"]?.intValue == 3)
            #expect(view["legs"]?.arrayValue?.isEmpty == true)
            #expect(view["took_ms"]?.intValue != nil)
        }
    }

    @Test func aJournalIsTheExportOfTheStore() async throws {
        let journal = MemoryJournal()
        try await TestEdge.with(flows, journal: journal) { (edge: TestEdge) async throws in
            let id = try await Self.launch("a", edge, ["number": "+14255550123"])
            let answer = try await edge.send("GET", "/v1/calls/\(id)/journal")
            #expect(answer.status == 200)
            let session = try #require(SessionID(id))
            #expect(try JSONValue(parsing: answer.body) == (try await JournalExport.session(session, in: journal)))
            #expect(answer.body.contains("+14255550123"))
            let redacted = try await edge.send("GET", "/v1/calls/\(id)/journal?redacted=1")
            #expect(redacted.status == 200 && !redacted.body.contains("+14255550123"))
        }
    }

    @Test func aTimelineGoesOnAfterARecord() async throws {
        try await TestEdge.with(flows) { (edge: TestEdge) async throws in
            let id = try await Self.launch("a", edge)
            let page = try JSONValue(
                parsing: try await edge.send("GET", "/v1/calls/\(id)/timeline?after=1&wait=0").body)
            #expect(page["ended"]?.boolValue == false)
            #expect(page["timeline"]?.arrayValue?.compactMap { $0["seq"]?.intValue } == [2])
            for (query, words) in [
                ("after=x", "'after' is a whole number, not 'x'"), ("wait=x", "'wait' is a number of seconds"),
                ("wait=-1", "'wait' is a number of seconds from 0, not '-1'"), ("wait=nan", "'wait' is a number"),
            ] {
                let answer = try await edge.send("GET", "/v1/calls/\(id)/timeline?\(query)")
                #expect(answer.status == 400 && answer.body.contains(words), "\(query): \(answer.body)")
            }
        }
    }

    @Test(arguments: ["", "/journal", "/timeline"])
    func aSessionThatIsNotThereIsSaidToBeNone(_ what: String) async throws {
        try await TestEdge.with(flows) { (edge: TestEdge) async throws in
            let unknown = try await edge.send("GET", "/v1/calls/\(Self.nobody)\(what)")
            #expect(unknown.status == 404 && unknown.body.contains("there is no session \(Self.nobody)"))
            let nonsense = try await edge.send("GET", "/v1/calls/nonsense\(what)")
            #expect(nonsense.status == 404 && nonsense.body.contains("'nonsense' is no session id"))
        }
    }
}
