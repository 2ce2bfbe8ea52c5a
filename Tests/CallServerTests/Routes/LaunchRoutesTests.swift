import CallModel
import Testing

@testable import CallServer

@Suite(.timeLimit(.minutes(1))) struct LaunchRoutesTests {
    private let flow = [
        "a/main.lua": """
        flow { caller_id = "+18005550199" }
        on("Launch", function(event)
          if event.params.to then create_call { target = event.params.to } else wait_for("Signal") end
        end)
        """
    ]

    private func launches(_ body: String) throws -> [JSONValue] {
        try JSONValue(parsing: body)["launches"]?.arrayValue ?? []
    }

    @Test func aFlowIsLaunchedByItsAddress() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let answer = try await edge.post("/v1/flows/a/launch", ["params": ["x": 1]])
            #expect(answer.status == 202)
            #expect(try JSONValue(parsing: answer.body)["session"]?.stringValue?.count == 26)
            #expect(try await edge.post("/v1/flows/nothing/launch", [:]).status == 422)
        }
    }

    @Test func manyLaunchesAreAsManySessions() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let body: JSONValue = ["launches": [["params": ["x": 1], "key": "k"], ["params": ["x": 2]], ["key": "k"]]]
            let answer = try await edge.post("/v1/flows/a/launch", body)
            #expect(answer.status == 202)
            let launched = try launches(answer.body)
            #expect(launched.count == 3)
            #expect(launched[0]["session"] != nil)
            #expect(launched[1]["session"] != nil)
            #expect(launched[2] == ["duplicate": true, "session": launched[0]["session"]])
        }
    }

    @Test func aCampaignWaitsForLinesAndEverybodyCanSee() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let numbers: [JSONValue] = (1...5).map { ["params": ["to": .string("+1425555010\($0)")]] }
            let answer = try await edge.post("/v1/flows/a/launch", ["launches": .array(numbers)])
            #expect(answer.status == 202)
            let lines = try JSONValue(parsing: try await edge.send("GET", "/v1/lines").body)["lines"]?[0]
            #expect(lines?["caller_id"]?.stringValue == "+18005550199")
            #expect(lines?["limit"]?.intValue == 2)
            #expect(lines?["active"]?.intValue == 2)
            #expect(lines?["waiting"]?.intValue == 3)
        }
    }

    @Test(arguments: [
        #"{"launches": []}"#, #"{"launches": 7}"#, #"{"launches": [7]}"#, #"{"launches": [{"parms": {}}]}"#,
        #"{"params": 7}"#, #"{"key": 7}"#,
    ])
    func mistakesAreRefusedBeforeAnythingBegins(_ body: String) async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            #expect(try await edge.send("POST", "/v1/flows/a/launch", Array(body.utf8)).status == 400)
            #expect(await edge.runtime.openSessions() == 0)
        }
    }

    @Test func aTimelineIsFollowedFromWhereOneWas() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let answer = try await edge.post("/v1/flows/a/launch", [:])
            let session = try #require(try JSONValue(parsing: answer.body)["session"]?.stringValue)
            let first = try JSONValue(parsing: try await edge.send("GET", "/v1/calls/\(session)/timeline").body)
            #expect(first["ended"]?.boolValue == false)
            let count = try #require(first["timeline"]?.arrayValue?.count)
            async let later = edge.send("GET", "/v1/calls/\(session)/timeline?after=\(count)&wait=30")
            #expect(try await edge.post("/v1/calls/\(session)/signal", ["name": "go"]).status == 202)
            let news = try JSONValue(parsing: try await later.body)
            #expect(news["timeline"]?[0]?["kind"]?.stringValue == "event")
        }
    }
}
