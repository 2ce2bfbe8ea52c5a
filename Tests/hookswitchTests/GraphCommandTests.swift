import Foundation
import Testing

extension ProcessTests {
    /// `hookswitch graph` as a process.
    struct GraphCommandTests {
        private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent()
        private static let flows = root.appendingPathComponent("flows").path

        @Test func aProgramIsDrawnByItsHooks() async throws {
            let drawn = try await Command.run("graph", "reception", "--flows", Self.flows)
            #expect(drawn.status == 0 && drawn.errors.isEmpty, "\(drawn.errors)")
            #expect(
                drawn.output == """
                    flowchart TD
                      subgraph c0["on IncomingCall"]
                        n0(["IncomingCall<br/>{ to = #quot;+18005550199#quot; }"])
                        n1["answer"]
                        n2[["menu.ask<br/>Welcome to Contoso. For sales press 1, for support press 2."]]
                        n3{"desk"}
                        n4["play<br/>One moment, please."]
                        n5{{"transfer<br/>desks[desk]"}}
                        n6{"not err"}
                        n7["play<br/>Nobody is free at the moment. Please call later."]
                        n8["play<br/>Goodbye."]
                        n9(["hang_up"])
                        n10(["the hook is over"])
                      end
                      subgraph c1["on CallDisconnected"]
                        n11(["CallDisconnected"])
                      end
                      n0 --> n1
                      n1 --> n2
                      n2 --> n3
                      n3 -->|"yes"| n4
                      n4 --> n5
                      n5 --> n6
                      n6 -->|"no"| n7
                      n7 --> n8
                      n3 -->|"no"| n8
                      n8 --> n9
                      n6 -->|"yes"| n10
                    """ + "\n", "\(drawn.output)")
        }

        /// The drawing in the README; `hookswitch graph clinic` makes it anew.
        @Test func theREADMEOfClinicHasItsDrawing() async throws {
            let drawn = try await Command.run("graph", "clinic", "--flows", Self.flows)
            #expect(drawn.status == 0 && drawn.errors.isEmpty, "\(drawn.errors)")
            let page = try String(contentsOfFile: Self.flows + "/clinic/README.md", encoding: .utf8)
            let block = try #require(
                page.components(separatedBy: "```mermaid\n").last?.components(separatedBy: "```").first)
            #expect(block == drawn.output, "put the output of 'hookswitch graph clinic' into flows/clinic/README.md")
        }

        @Test func withCoverageItIsColouredByItsSpecs() async throws {
            let folder = try FlowFolder([
                "desk/main.lua": """
                flow { locale = "en-US", voice = "en-US-AvaNeural" }
                local line = require "std.flow"
                line.incoming { to = "+18005550199", name = "desk", start = "main", defaults = { error = "bye" },
                  steps = {
                    main = { "menu", text = "Press 1.", keys = { "bye", "more" }, no_input = "bye", no_match = "bye" },
                    more = { "say", text = "More.", next = "bye" },
                    bye = { "hang_up" },
                  } }
                """,
                "desk/desk_spec.lua": """
                it("is left", function()
                  local caller = phone "+14255550100"
                  local call = caller:dial "+18005550199"
                  caller:hears "Press 1."
                  caller:presses "1"
                  expect(call):has_ended()
                end)
                """,
                "other/main.lua": "on(", "other_spec.lua": "it(",
            ])
            let plain = try await Command.run("graph", "desk", "--flows", folder.path)
            #expect(plain.status == 0 && !plain.output.contains("class"), "others may be broken: \(plain.errors)")
            let file = folder.path + "/other/main.lua"
            try "on('Launch', function() end)".write(toFile: file, atomically: true, encoding: .utf8)
            let covered = try await Command.run("graph", "desk", "--flows", folder.path, "--coverage")
            #expect(covered.status == 0, "\(covered.errors)")
            for line in ["class n0,n1,n2", "class n3", "n1 -->|\"1\"| n"] where !covered.output.contains(line) {
                Issue.record("\(line) is not in \(covered.output)")
            }
            let spec = folder.path + "/desk/desk_spec.lua"
            try "it('fails', function() expect(1):equals(2) end)".write(toFile: spec, atomically: true, encoding: .utf8)
            let failed = try await Command.run("graph", "desk", "--flows", folder.path, "--coverage")
            #expect(failed.status == 4 && failed.errors.contains("1 case of desk failed"), "\(failed.errors)")
            #expect(failed.output.hasPrefix("flowchart TD"))
        }

        @Test func whatStandsOnOneLineIsColouredStatementByStatement() async throws {
            let folder = try FlowFolder([
                "desk/main.lua": """
                flow { locale = "en-US", voice = "en-US-AvaNeural" }
                on("IncomingCall", { to = "+18005550199" }, function(call)
                  call:answer()
                  if call.from == "x" then call:play { text = "Never." } else call:play { text = "Always." } end
                end)
                on("Signal", function() create_call { target = "+14255550123", caller_id = "+18005550199" } end)
                """,
                "desk/desk_spec.lua": """
                it("hears it", function()
                  phone("+14255550100"):dial "+18005550199"
                  advance(5)
                end)
                """,
            ])
            let drawn = try await Command.run("graph", "desk", "--flows", folder.path, "--coverage")
            #expect(drawn.status == 0, "\(drawn.errors)")
            let lines = drawn.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            func node(_ words: String) throws -> String {
                String(try #require(lines.first { $0.contains(words) }, "\(lines)").prefix { $0.isNumber || $0 == "n" })
            }
            func ids(_ name: String) -> [Substring] {
                let line = lines.first { $0.hasPrefix("class ") && $0.hasSuffix(" " + name) } ?? ""
                return line.split { $0 == " " || $0 == "," }
            }
            for words in ["Always.", "answer"] { #expect(ids("reached").contains { $0 == (try? node(words)) ?? "" }) }
            for words in ["Never.", "create_call", "([\"Signal\"])"] {
                #expect(ids("missed").contains { $0 == (try? node(words)) ?? "" }, "\(words): \(drawn.output)")
            }
        }

        @Test func whatCannotBeDrawnIsTold() async throws {
            let nobody = try await Command.run("graph", "clinik", "--flows", Self.flows)
            #expect(nobody.status == 64 && nobody.errors.contains("did you mean 'clinic'?"), "\(nobody.errors)")
            let nowhere = try await Command.run("graph", "clinic", "--flows", "/nowhere")
            #expect(nowhere.status == 65 && nowhere.errors.contains("/nowhere"), "\(nowhere.errors)")
            let folder = try FlowFolder(["desk/main.lua": "error('no')"])
            let broken = try await Command.run("graph", "desk", "--flows", folder.path)
            #expect(broken.status == 65 && broken.errors.contains("desk/main.lua:1: no"), "\(broken.errors)")
        }

        @Test func otherFormsAndFiles() async throws {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("graph-\(UUID().uuidString).dot")
                .path
            defer { try? FileManager.default.removeItem(atPath: file) }
            let dot = try await Command.run(
                "graph", "clinic", "--flows", Self.flows, "--format", "dot", "--output", file)
            #expect(dot.status == 0 && dot.output.isEmpty, "\(dot.errors)")
            #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("digraph flow {"))
            let unwritten = try await Command.run("graph", "clinic", "--flows", Self.flows, "--output", "/nowhere/x")
            #expect(unwritten.status == 1 && unwritten.errors.contains("/nowhere/x"), "\(unwritten.errors)")
            let without = try await RunningCommand(
                ["graph", "clinic", "--flows", Self.flows, "--format", "svg"], environment: ["PATH": "/nowhere"]
            ).finished()
            #expect(without.status == 0 && without.output.hasPrefix("flowchart TD"))
            #expect(without.errors.contains("Graphviz is not installed"), "\(without.errors)")
        }
    }
}
