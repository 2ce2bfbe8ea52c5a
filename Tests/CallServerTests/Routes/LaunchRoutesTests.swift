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
            let lines = try JSONValue(parsing: try await edge.send("GET", "/v1/lines?full=1").body)["lines"]?[0]
            #expect(lines?["caller_id"]?.stringValue == "+18005550199")
            #expect(lines?["limit"]?.intValue == 2)
            #expect(lines?["active"]?.intValue == 2)
            #expect(lines?["waiting"]?.intValue == 3)
            let launched = try launches(answer.body).compactMap { $0["session"]?.stringValue }
            let sessions = lines?["sessions"]
            let active = (sessions?["active"]?.arrayValue ?? []).compactMap(\.stringValue)
            let waiting = (sessions?["waiting"]?.arrayValue ?? []).compactMap(\.stringValue)
            #expect(active == launched[..<2].sorted())
            #expect(waiting == Array(launched[2...]))
            let shown = try JSONValue(parsing: try await edge.send("GET", "/v1/lines").body)["lines"]?[0]
            #expect(shown?["caller_id"]?.stringValue == "+1800…99", "numbers are whole for those who ask only")
        }
    }

    @Test func aTimelineSaysWhomARequestIsAboutWithoutTheWholeNumber() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let answer = try await edge.post("/v1/flows/a/launch", ["params": ["to": "+14255550123"]])
            let session = try #require(try JSONValue(parsing: answer.body)["session"]?.stringValue)
            let shown = try await edge.send("GET", "/v1/calls/\(session)/timeline").body
            #expect(shown.contains("POST /calling/callConnections, 4:+1425…23"))
            #expect(!shown.contains("5550123"))
            let full = try await edge.send("GET", "/v1/calls/\(session)/timeline?full=1").body
            #expect(full.contains("POST /calling/callConnections, 4:+14255550123"))
        }
    }

    @Test func aTimelineHidesTheNumbersOfPaths() async throws {
        let flow = [
            "a/main.lua": """
            on("IncomingCall", function(call)
              call:answer()
              call:get_participant { target = "+14255550123" }
            end)
            """
        ]
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            #expect(try await edge.post("/events/incoming", TestEdge.incoming(id: "e1")).status == 200)
            let path = try await edge.callbackPath()
            let connected = TestEdge.callback("CallConnected", id: "e2", context: "1.1")
            #expect(try await edge.post(path, connected).status == 200)
            #expect(await edge.requests(2)[1].path.contains("14255550123"))
            let calls = try JSONValue(parsing: try await edge.send("GET", "/v1/calls").body)
            let session = try #require(calls["calls"]?[0]?["session"]?.stringValue)
            let shown = try await edge.send("GET", "/v1/calls/\(session)/timeline").body
            #expect(shown.contains("/participants/4:+1425…23"))
            #expect(!shown.contains("14255550123"))
        }
    }

    @Test func aFlowThatCannotBeLaunchedIsRefusedOnceWithThoseThatCan() async throws {
        let flows = flow.merging(["b.lua": "on('IncomingCall', function(call) end)"]) { old, _ in old }
        try await TestEdge.with(flows) { (edge: TestEdge) async throws in
            for name in ["nothing", "b"] {
                let body: JSONValue = ["launches": [[:], [:]]]
                let answer = try await edge.post("/v1/flows/\(name)/launch", body)
                #expect(answer.status == 422)
                #expect(answer.body.contains("; launched can be a\""))
            }
        }
    }

    @Test func theNameOfAFlowMayBePercentEncoded() async throws {
        try await TestEdge.with(["a_1.lua": "on('Launch', function(event) end)"]) { (edge: TestEdge) async throws in
            #expect(try await edge.post("/v1/flows/a%5F1/launch", [:]).status == 202)
        }
    }

    @Test(arguments: [
        #"{"launches": []}"#, #"{"launches": 7}"#, #"{"launches": [7]}"#, #"{"launches": [{"parms": {}}]}"#,
        #"{"params": 7}"#, #"{"key": 7}"#, #"{"key": ""}"#, #"{"flow": "a"}"#, #"{"launches": [{"flow": "a"}]}"#,
        #"{"launches": [{"key": ""}]}"#, #"{"launches": [{}], "params": {}}"#, #"{"launches": [{}], "key": "k"}"#,
        #"{"launches": [{}], "lunches": 7}"#,
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
