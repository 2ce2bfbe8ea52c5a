import FlowEngine
import LuaSyntax
import Testing

@testable import FlowGraph

/// Drawings of programs, as Mermaid.
struct SourceGraphTests {
    private static func graph(
        _ files: [String: String], isReached: ((String, LuaPosition) -> Bool?)? = nil
    ) throws -> Graph {
        try SourceGraph.graph(
            of: FlowSources(files: files.mapValues { Array($0.utf8) }), flow: "desk", isReached: isReached)
    }

    private static func mermaid(_ source: String) throws -> String {
        MermaidWriter.text(of: try graph(["desk/main.lua": source]))
    }

    @Test func aHookWithAChoiceAndAFunction() throws {
        let text = try Self.mermaid(
            """
            local menu = require "std.menu"
            local function goodbye(call)
              call:play { text = "Goodbye." }
              call:hang_up()
            end
            local function price(call) return 7 end
            on("IncomingCall", { to = "+18005550199" }, function(call)
              call:answer()
              local desk = menu.ask(call, { text = "Press 1.", choices = {} })
              log.info("asked", { cost = price(call) })
              if desk then
                local _, err = call:transfer { target = "+14255550123" }
                if not err then return end
              end
              goodbye(call)
            end)
            on("CallDisconnected", function(call) log.info(call.from) end)
            """)
        #expect(
            text == """
                flowchart TD
                  subgraph c0["on IncomingCall"]
                    n0(["IncomingCall<br/>{ to = #quot;+18005550199#quot; }"])
                    n1["answer"]
                    n2[["menu.ask<br/>Press 1."]]
                    n3{"desk"}
                    n4{{"transfer<br/>+14255550123"}}
                    n5{"not err"}
                    n6[["goodbye"]]
                    n7(["the hook is over"])
                  end
                  subgraph c1["on CallDisconnected"]
                    n8(["CallDisconnected"])
                  end
                  subgraph c2["function goodbye"]
                    n9(["goodbye"])
                    n10["play<br/>Goodbye."]
                    n11(["hang_up"])
                  end
                  n0 --> n1
                  n1 --> n2
                  n2 --> n3
                  n3 -->|"yes"| n4
                  n4 --> n5
                  n5 -->|"no"| n6
                  n3 -->|"no"| n6
                  n5 -->|"yes"| n7
                  n9 --> n10
                  n10 --> n11
                  n6 -.-> n9
                """, "\(text)")
    }

    @Test func loopsLeadBackAndBreaksLeadOut() throws {
        let text = try Self.mermaid(
            """
            on("IncomingCall", function(call)
              call:answer()
              while true do
                local tones = call:recognize { dtmf = { max = 1 }, text = "Well?" }
                if tones == "9" then break end
              end
              for _, desk in ipairs(desks) do call:transfer { target = desk } end
              repeat call:play { text = "Hm." } until call.state == "disconnected"
              for i = 1, 3 do total = total + i end
            end)
            """)
        for line in [
            "n2((\" \"))", "n1 --> n2", "n2 --> n3", "n3 --> n4", "n4 -->|\"no\"| n2", "n4 -->|\"yes\"| n5",
            "n5{\"for _, desk in ipairs(desks)\"}", "n5 -->|\"each\"| n6", "n6 --> n5", "n5 -->|\"done\"| n7",
            "n9{\"until call.state == #quot;disconnected#quot;\"}", "n9 -->|\"no\"| n7",
        ] {
            #expect(text.contains(line), "\(line) is not in \(text)")
        }
        #expect(!text.contains("for i"), "a loop that does nothing to a call")
    }

    @Test func functionsInArgumentsAreDrawnWhereTheyRun() throws {
        let text = try Self.mermaid(
            """
            on("Launch", function(event)
              local call = create_call { target = "+14255550123" }
              within(10, function() call:play { text = "One" } end)
              all { function() call:hold { target = "a" } end, function() store.set("x", 1) end }
              local ok = pcall(function() call:play { file = url .. "x" } return 1 end)
              spawn(function() http.post { url = "https://example.com" } end)
              goto over
              ::over::
              call:hang_up()
            end)
            """)
        for words in [
            "create_call<br/>+14255550123", "within 10", "play<br/>One", "[\"all\"]", "hold", "store.set<br/>x",
            "http.post<br/>https://example.com", "hang_up",
        ] {
            #expect(text.contains(words), "\(words) is not in \(text)")
        }
    }

    @Test func testsMarkStatements() throws {
        let source = """
            on("IncomingCall", function(call)
              call:answer()
              if call.from then
                call:play { text = "a" }
              end
            end)
            """
        let graph = try Self.graph(["desk/main.lua": source]) { path, place in
            path == "desk/main.lua" && (2...4).contains(place.line) ? place.line < 4 : nil
        }
        #expect(graph.nodes.map(\.mark) == [.reached, .reached, .reached, .missed, .unknown])
        #expect(graph.edges.filter { $0.mark == .missed }.map(\.to).contains(3))
    }

    @Test func modulesOfTheFlowAreReadAndOthersAreNot() throws {
        let hook = "on('IncomingCall', function(call) call:answer() end)"
        let graph = try Self.graph([
            "desk/main.lua": "require 'lib.more'", "desk/lib/more.lua": hook, "other/main.lua": hook,
        ])
        #expect(graph.clusters.map(\.title) == ["on IncomingCall"])
    }

    @Test func whatIsNoLuaIsToldWithItsPlace() {
        let problem = #expect(throws: FlowProblem.self) { try Self.graph(["desk/main.lua": "\non("]) }
        #expect(problem?.file == "desk/main.lua" && problem?.line == 2)
    }

    @Test func deepAndLongSourcesAreDrawn() throws {
        let deep =
            String(repeating: "if x then call:play { text = 'a' } ", count: 60) + String(repeating: "end ", count: 60)
        let graph = try Self.graph(["desk/main.lua": "on('IncomingCall', function(call) \(deep) end)"])
        #expect(graph.nodes.count == 122, "start, 60 choices, 60 plays and the end")
        let long = String(repeating: "call:play { text = 'a' }\n", count: 5_000)
        #expect(
            try Self.graph(["desk/main.lua": "on('IncomingCall', function(call) \(long) end)"]).nodes.count == 5_001)
    }
}
