import FlowEngine
import Testing

@testable import FlowGraph

/// Drawings of charts, whole, as Mermaid. The charts come from `std.flow` itself.
struct ChartGraphTests {
    static func charts(_ source: String) throws -> [FlowChart] {
        let report = FlowLoader.load(
            FlowSources(files: ["desk/main.lua": Array(source.utf8)]), environment: FlowEnvironment(),
            asksForCharts: true)
        try #require(report.problems.isEmpty, "\(report.problems)")
        let charts = try #require(report.charts["desk"])
        #expect(charts.problem == nil)
        return charts.charts
    }

    private static func mermaid(
        _ source: String, visits: ChartVisits? = nil, drawsDefaults: Bool = false
    ) throws -> String {
        MermaidWriter.text(
            of: ChartGraph.graph(of: try charts(source), visits: visits, drawsDefaults: drawsDefaults))
    }

    private static let small = """
        local line = require "std.flow"
        line.incoming {
          to = "+18005550199", name = "desk", start = "main",
          defaults = { silence = "bye", error = "bye" },
          steps = {
            main = { "menu", text = "For sales press 1.", keys = { "sales" } },
            sales = { "transfer", target = "+14255550123", busy = "main" },
            bye = { "hang_up", text = "Goodbye." },
          },
        }
        """

    @Test func aSmallChart() throws {
        #expect(
            try Self.mermaid(Self.small) == """
                flowchart TD
                  n0(["a call comes in<br/>to +18005550199"])
                  n1[/"main<br/>menu: For sales press 1."/]
                  n2{{"sales<br/>transfer: +14255550123"}}
                  n3(["bye<br/>hang_up: Goodbye."])
                  n4(["over"])
                  n5(["any step"])
                  n0 --> n1
                  n1 -->|"1"| n2
                  n2 -->|"busy"| n1
                  n2 --> n4
                  n5 -.->|"failed, no_input, no_match"| n3
                """)
    }

    @Test func defaultsAreDrawnAtEachStepWhenAsked() throws {
        let text = try Self.mermaid(Self.small, drawsDefaults: true)
        #expect(!text.contains("any step"))
        #expect(text.contains("n1 -.->|\"failed, no_input, no_match\"| n3"), "\(text)")
        #expect(text.contains("n2 -.->|\"failed\"| n3"))
    }

    @Test func testsGiveColoursAndWhatTheyMissedIsSeenWhereItIsMissed() throws {
        var visits = ChartVisits()
        visits.add("step", ["chart": "desk", "step": "main"])
        visits.add("exit", ["chart": "desk", "step": "main", "exit": "no_input", "to": "bye"])
        visits.add("step", ["chart": "desk", "step": "bye"])
        let text = try Self.mermaid(Self.small, visits: visits)
        #expect(text.contains("class n0,n1,n3,n5 reached") || text.contains("class n0,n1,n3 reached"), "\(text)")
        #expect(text.contains("class n2 missed"))
        #expect(text.contains("n1 -->|\"1\"| n2"))
        #expect(text.contains("n1 -.->|\"failed, no_match\"| n3"), "missed at main itself: \(text)")
        #expect(text.contains("-.->|\"no_input\"| n3") || text.contains("-.->|\"failed, no_input\"| n3"), "\(text)")
    }

    @Test func partsAreFramesAndBranchesSayTheirTests() throws {
        let text = try Self.mermaid(
            """
            local line = require "std.flow"
            local rate = line.part { name = "rate", start = "ask", exits = { "given", "none" },
              steps = { ask = { "collect", text = "One to five.", digits = 1, into = "stars", next = "given",
                no_input = "none", invalid = "none", failed = "none" } } }
            line.incoming { name = "one", to = "+18005550199", start = "score",
              defaults = { hang_up = "after" },
              steps = {
                score = { "flow", rate, exits = { given = "good", none = "bye" }, silence = "bye", failed = "bye" },
                good = { "branch", { variable = "stars", above = 3, go = "bye" }, otherwise = "bye" },
                bye = { "hang_up" },
                after = { "set", { over = "yes" }, next = "bye" },
              } }
            line.launch { name = "two", target = "{to}", start = "hello", unreached = "bye", params = { "to" },
              steps = { hello = { "say", text = "A \\"quoted\\" <word>", next = "bye", failed = "bye" },
                bye = { "hang_up" } } }
            """)
        for part in [
            "subgraph c0[\"part rate\"]", "ask<br/>collect: One to five.", "([\"exit given\"])",
            "subgraph c1[\"one\"]", "[[\"score<br/>flow: rate\"]]", "-.->|\"runs\"|", "-->|\"given\"|",
            "|\"stars above 3, otherwise\"|", "{\"good<br/>branch\"}", "the caller hangs up",
            "subgraph c2[\"two\"]", "a launch<br/>calls {to}", "|\"unreached\"|",
            "say: A #quot;quoted#quot; #lt;word#gt;",
        ] {
            #expect(text.contains(part), "\(part) is not in \(text)")
        }
    }

    @Test func everyArrowHasItsNodes() throws {
        let graph = ChartGraph.graph(of: try Self.charts(Self.small))
        for edge in graph.edges {
            #expect(graph.nodes.indices.contains(edge.from) && graph.nodes.indices.contains(edge.to))
        }
    }
}
