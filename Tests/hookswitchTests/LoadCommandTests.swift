import CallModel
import Foundation
import Testing

extension ProcessTests {
    /// `hookswitch load` as a process: a server, a service and phones in real time.
    struct LoadCommandTests {
        private static let desk = """
            flow { locale = "en-US", voice = "en-US-AvaNeural" }
            on("IncomingCall", { to = "+18005550199" }, function(call)
              call:answer()
              local heard = call:recognize { text = "Key?", dtmf = { max = 1 } }
              if heard then call:hang_up { for_everyone = true } end
            end)
            on("Launch", function(event) launch("other", {}, { key = event.params.key }) end)
            """

        private static let good = """
            it("is let in", function()
              local caller = phone "+14255550100"
              local call = caller:dial "+18005550199"
              caller:hears "Key?"
              caller:presses "1"
              expect(call):sent("hang_up", { for_everyone = true })
              expect(call):has_ended { how = "application_hung_up" }
            end)
            it("waits long", function() advance(100) end)
            """

        private func folder(_ spec: String) throws -> FlowFolder {
            try FlowFolder([
                "desk/main.lua": Self.desk, "other/main.lua": "on('Launch', function() end)",
                "desk/desk_spec.lua": spec,
            ])
        }

        @Test func callsThatGoWellAreToldWithTheirLatencies() async throws {
            let folder = try folder(Self.good)
            let load = try await Command.run(
                "load", folder.path, "--rate", "20", "--for", "1", "--json", "--verbose")
            #expect(load.status == 0, "\(load.output)\(load.errors)")
            #expect(load.errors.contains("left out: waits long: it takes 100 s"), "\(load.errors)")
            let report = try JSONValue(parsing: load.output)
            #expect(report["calls"] == 20 && report["passed"] == 20 && report["wrong_outcomes"] == 0)
            #expect(report["left_open"] == 0 && report["cases"] == 1 && report["stopped_sessions"] == 0)
            let rows = report["latencies"]?.arrayValue ?? []
            let counts = Dictionary(rows.map { ($0["name"]?.stringValue ?? "", $0["count"]?.intValue ?? 0) }) { $1 }
            #expect(counts["recognize"] == 20 && counts["IncomingCall"] == 20, "\(counts)")
            #expect((report["memory_bytes"]?["most"]?.intValue ?? 0) > 1_000_000)
        }

        @Test func whatGoesWrongUnderLoadIsTold() async throws {
            // By itself it goes well; beside others its key is not its own.
            let folder = try folder(
                """
                it("launches its own", function()
                  launch("desk", { key = "the same" })
                  advance(0.2)
                  expect(#sessions()):equals(2)
                end)
                """)
            let load = try await Command.run("load", folder.path, "--rate", "10", "--for", "0.5")
            #expect(load.status == 4, "\(load.output)\(load.errors)")
            #expect(load.output.contains("✘ launches its own"), "\(load.output)")
            #expect(load.output.contains("expected 2, but it is 1"), "\(load.output)")
            #expect(load.output.contains("4 wrong outcomes"), "\(load.output)")
        }

        @Test func whatCannotBePlayedIsTold() async throws {
            let (folder, bad) = (
                try folder("it('waits long', function() advance(100) end)"), try folder("it('a'")
            )
            let nothing = try await Command.run("load", folder.path)
            #expect(nothing.status == 64 && nothing.errors.contains("there is no case to play"), "\(nothing.errors)")
            let broken = try await Command.run("load", bad.path)
            #expect(broken.status == 65 && broken.errors.contains("desk/desk_spec.lua:1"), "\(broken.errors)")
            #expect(try await Command.run("load", folder.path, "--rate", "0").status == 64)
            #expect(try await Command.run("load", folder.path, "--mix", "/nowhere").status == 65)
        }
    }
}
