import CallModel
import Foundation
import Testing

/// The commands as people start them: real processes, real sockets.
extension ProcessTests {
    @Suite struct CommandTests {
        private let flow = """
            local menu = require "std.menu"
            flow { locale = "en-US", voice = "v" }
            on("IncomingCall", { to = "+18005550199" }, function(call)
              call:answer()
              local choice = menu.ask(call, { text = "OLD menu.", choices = { ["1"] = "one" } })
              call:play { text = "OLD goodbye." }
              call:hang_up { for_everyone = true }
            end)
            """

        @Test func devAndCallShowACallFromRingToHangUp() async throws {
            let folder = try FlowFolder(["main/main.lua": flow])
            let server = try await DevServer.start(folder)
            let result = try await server.call("--press", "1")
            #expect(result.status == 0)
            let kinds = [
                "incoming_call", "answered", "connected", "recognize_started", "recognized", "play_completed",
                "hung_up",
            ]
            var rest = result.output[...]
            for kind in kinds {
                let found = try #require(rest.range(of: kind), "\(kind) is missing in:\n\(result.output)")
                rest = rest[found.upperBound...]
            }
            #expect(await server.stop() == 0)
        }

        @Test func aRunningCallKeepsItsPromptTheNextOneHasTheNew() async throws {
            let folder = try FlowFolder(["main/main.lua": flow])
            let server = try await DevServer.start(folder)
            // The first recognition is let pass in silence, so that the call waits in the menu while the flow is edited.
            let waiting = try server.begin("--press", ",1")
            try await waiting.waits(for: "recognize_started")
            try folder.write("main/main.lua", flow.replacing("OLD", with: "NEW"))
            try await server.waits(for: "new calls get the new flows")
            let next = try await server.call("--from", "+14255550102", "--press", "1")
            #expect(next.output.contains("NEW menu."))
            #expect(next.output.contains("NEW goodbye."))
            let old = try await waiting.finished()
            #expect(old.output.contains("OLD goodbye."))
            #expect(!old.output.contains("NEW"))

            try folder.write("main/main.lua", flow.replacing("call:answer()", with: "call:answer("))
            try await server.waits(for: "a broken edit is not used")
            #expect(server.log.contains("main/main.lua:5"))
            let after = try await server.call("--from", "+14255550103", "--press", "1")
            #expect(after.output.contains("NEW goodbye."))
            #expect(await server.stop() == 0)
        }

        @Test func checkNamesFileLineAndReason() async throws {
            let good = try FlowFolder(["a.lua": "on('IncomingCall', function(call) call:answer() end)"])
            let passed = try await Command.run("check", good.path)
            #expect(passed.status == 0)
            #expect(passed.output.contains("1 flow, no problems: a"))

            let bad = try FlowFolder(["a.lua": "\non('IncomingCal', function(call) end)", "b.lua": "flow {"])
            let failed = try await Command.run("check", bad.path)
            #expect(failed.status == 65)
            #expect(
                failed.output.contains(
                    "a.lua:2:4: error: there is no event 'IncomingCal'; did you mean 'IncomingCall'? [unknown_event]"))
            #expect(failed.output.contains("b.lua:1:"))

            let json = try JSONValue(parsing: try await Command.run("check", bad.path, "--json").output)
            #expect(json["findings"]?[0]?["line"]?.intValue == 2)
            #expect(try await Command.run("check", bad.path + "/nothing").status == 65)
        }

        @Test func mistakesOfPeopleGetWordsAndCodes() async throws {
            let nobody = try await Command.run("call", "--emulator", "http://127.0.0.1:1", "--to", "+18005550199")
            #expect(nobody.status == 69)
            #expect(nobody.errors.contains("there is no emulator at"))
            let limit = try await Command.run("check", ".", "--limit", "memory=2")
            #expect(limit.status == 64)
            #expect(limit.errors.contains("the limit 'memory' is from 256KiB to 1024MiB"))
            #expect(try await Command.run("check", ".", "--limit", "memory").status == 64)
            #expect(try await Command.run("call").status == 64)
            #expect(try await Command.run("run", ".").status == 64)
            let badURL = try await Command.run("run", ".", "--public-url", "nonsense")
            #expect(badURL.status == 64)
            #expect(badURL.errors.contains("is no address"))
            let help = try await Command.run("--help")
            #expect(help.status == 0)
            #expect(help.output.contains("hookswitch call --to +18005550199 --press 1"))
        }

        @Test func aCallThatNobodyWantsOrThatIsRejectedEndsWithItsCode() async throws {
            let folder = try FlowFolder([
                "gate.lua": """
                on('IncomingCall', { to = '+18005550188' }, function(call)
                  call:reject { reason = 'busy' }
                end)
                """
            ])
            let server = try await DevServer.start(folder)
            let rejected = try await server.call("--to", "+18005550188")
            #expect(rejected.status == 2)
            #expect(rejected.output.contains("486"))
            let json = try await server.call("--to", "+18005550188", "--from", "+14255550102", "--json")
            let first = try JSONValue(parsing: String(json.output.split(separator: "\n")[0]))
            #expect(first["kind"]?.stringValue == "incoming_call")
            #expect(await server.stop() == 0)
        }

        @Test func flowsThatMisbehaveDoNotDisturbOthers() async throws {
            let folder = try FlowFolder([
                "good.lua": flow,
                "loop.lua": """
                on('IncomingCall', { to = '+18005550101' }, function(call) call:answer()
                  while true do end
                end)
                """,
                "bomb.lua": """
                on('IncomingCall', { to = '+18005550102' }, function(call)
                  call:answer()
                  local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end
                end)
                """,
                "error.lua": """
                flow { locale = 'en-US', voice = 'v', on_failure = { text = 'Sorry.' } }
                on('IncomingCall', { to = '+18005550103' }, function(call) call:answer() error('boom') end)
                """,
            ])
            let server = try await DevServer.start(folder)
            let waiting = try server.begin("--press", ",1")
            try await waiting.waits(for: "recognize_started")
            for (number, caller) in [("+18005550101", "+14255550111"), ("+18005550102", "+14255550112")] {
                let stopped = try await server.call("--to", number, "--from", caller)
                #expect(stopped.output.contains("hung_up"))
            }
            let failed = try await server.call("--to", "+18005550103", "--from", "+14255550113")
            #expect(failed.output.contains("Sorry."))
            #expect(failed.output.contains("hung_up"))
            #expect(server.log.contains("loop.lua:2"))
            #expect(server.log.contains("boom"))
            #expect(try await waiting.finished().output.contains("OLD goodbye."))
            #expect(await server.stop() == 0)
        }

        @Test func theEmulatorAloneSaysWhatToConnectWith() async throws {
            let process = try RunningCommand("emulate", "--port", "0")
            try await process.waits(for: "accesskey=")
            #expect(process.output.hasPrefix("endpoint=http://127.0.0.1:"))
            process.terminate()
            #expect(try await process.finished().status == 0)
        }
    }
}
