import CallModel
import FlowEngine
import Testing

@testable import CallServer

@Suite(.timeLimit(.minutes(1))) struct AdminRoutesTests {
    private let flow = [
        "a/main.lua": """
        on("Launch", function(event) wait_for("Signal") end)
        on("IncomingCall", function(call) call:answer() end)
        """
    ]

    @Test func healthTellsWhetherFlowsAreLoaded() async throws {
        try await TestEdge.with([:]) { (edge: TestEdge) async throws in
            #expect(try await edge.send("GET", "/health/live").status == 200)
            #expect(try await edge.send("GET", "/health/ready").status == 503)
        }
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            #expect(try await edge.send("GET", "/health/ready").status == 200)
        }
    }

    @Test func aBrokenEditIsToldWithFileLineAndReason() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let broken = FlowSources(files: ["a/main.lua": Array("on(\"IncomingCall\",\n  function(call) end".utf8)])
            _ = await edge.runtime.generations.load(broken, at: 2)
            let answer = try JSONValue(parsing: try await edge.send("GET", "/v1/flows").body)
            #expect(answer["flows"]?[0]?["name"]?.stringValue == "a")
            #expect(answer["problems"]?[0]?["file"]?.stringValue == "a/main.lua")
            #expect(answer["problems"]?[0]?["line"]?.intValue == 2)
            #expect(answer["problems"]?[0]?["reason"]?.stringValue?.contains("expected") == true)
        }
    }

    @Test func aSessionIsLaunchedSignalledAndTold() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let launched = try await edge.post("/v1/launch", ["flow": "a", "params": ["x": 1], "key": "k"])
            #expect(launched.status == 202)
            let session = try #require(try JSONValue(parsing: launched.body)["session"]?.stringValue)
            let again = try await edge.post("/v1/launch", ["flow": "a", "key": "k"])
            #expect(again.status == 200)
            #expect(again.body == #"{"duplicate":true,"session":"\#(session)"}"#)
            #expect(try await edge.send("GET", "/v1/calls/\(session)").status == 200)
            #expect(try await edge.post("/v1/calls/\(session)/signal", ["name": "go"]).status == 202)
            let timeline = try await edge.send("GET", "/v1/calls/\(session)/timeline").body
            #expect(timeline.contains(#""kind":"begin""#))
            #expect(timeline.contains(#""kind":"end""#))
            #expect(try await edge.send("GET", "/v1/calls").body.contains(session))
        }
    }

    @Test func aSessionIsStoppedOnAnOperatorsWord() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            let launched = try await edge.post("/v1/launch", ["flow": "a"])
            let session = try #require(try JSONValue(parsing: launched.body)["session"]?.stringValue)
            #expect(try await edge.post("/v1/calls/\(session)/stop", ["reason": "enough"]).status == 202)
            #expect(try await edge.send("GET", "/v1/calls").body.contains("stopped"))
            #expect(try await edge.post("/v1/calls/\(session)/stop", [:]).status == 404)
        }
    }

    @Test func mistakesAreToldInWords() async throws {
        try await TestEdge.with(flow) { (edge: TestEdge) async throws in
            #expect(try await edge.post("/v1/launch", ["flow": "nothing"]).status == 422)
            #expect(try await edge.post("/v1/launch", [:]).status == 400)
            #expect(try await edge.send("POST", "/v1/launch", Array("{".utf8)).status == 400)
            #expect(try await edge.send("GET", "/v1/calls/nonsense").status == 404)
            #expect(try await edge.send("GET", "/v1/calls/\(String(repeating: "0", count: 26))/timeline").status == 404)
        }
    }

    @Test func operatorsNeedTheirTokenWhenThereIsOne() async throws {
        try await TestEdge.with(flow, configuration: { $0.adminToken = "t" }) { (edge: TestEdge) async throws in
            #expect(try await edge.send("GET", "/v1/flows").status == 401)
            let headers = [("Authorization", "Bearer t")]
            #expect(try await edge.send("GET", "/v1/flows", headers: headers).status == 200)
            #expect(try await edge.send("GET", "/health/live").status == 200)
        }
    }
}
