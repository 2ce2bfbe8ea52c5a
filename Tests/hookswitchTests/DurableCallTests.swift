import CallJournal
import CallModel
import Foundation
import Testing

/// Calls that outlive the process, as operators see them: real processes over a store in a file.
extension ProcessTests {
    @Suite struct DurableCallTests {
        static let desk = """
            flow { locale = "en-US", voice = "v" }
            on("IncomingCall", { to = "+18005550199" }, function(call)
              call:answer()
              local heard = call:recognize { text = "Press.", dtmf = { max = 1 }, initial_silence_timeout = 60 }
              call:play { text = "You pressed " .. heard.tones .. "." }
              call:hang_up { for_everyone = true }
            end)
            """

        private func service(_ options: String...) async throws -> DurableService {
            try await DurableService(FlowFolder(["desk/main.lua": Self.desk]), emulator: options)
        }

        /// A call from ring to hang-up; the name of its session.
        private func wholeCall(_ service: DurableService) async throws -> String {
            let call = try await service.call("--press", "7").finished()
            #expect(call.status == 0, "\(call.output)\(call.errors)")
            let id = try await service.newest()
            // The caller may know of the end before the session does.
            #expect(try await service.offline("calls", id, "--follow").output.contains("finished"))
            return id
        }

        @Test func aCallThatWaitsInAMenuGoesOnInTheNextProcess() async throws {
            let service = try await service()
            let first = try await service.start()
            let call = try service.call()
            try await call.waits(for: "recognize_started")
            let id = try await service.newest()
            let follower = try RunningCommand("calls", id, "--follow", "--store", service.store)
            try await follower.waits(for: "2 recognize on call 1: 202")
            first.kill()
            #expect(try await first.finished().status == 128 + 9)
            let waiting = try await service.offline("calls", "--open")
            #expect(waiting.status == 0)
            #expect(waiting.output.contains("\(id)  ") && waiting.output.contains("desk  open"), "\(waiting.output)")

            let second = try await service.start()
            #expect(
                second.errors.contains("calls are taken up after=\"an unclean end\" sessions=1"), "\(second.errors)")
            try await service.press("7")
            let heard = try await call.finished()
            #expect(heard.status == 0)
            #expect(heard.output.contains("play_completed      You pressed 7."), "\(heard.output)")
            #expect(heard.output.contains("hung_up"))
            #expect(heard.output.components(separatedBy: "play_started").count == 2, "\(heard.output)")

            let story = try await follower.finished()
            #expect(story.status == 0)
            for text in ["begin ", "taken up by local, process 2 of the store", "3 play on call 1", "finished"] {
                #expect(story.output.contains(text), "\(text) is missing in:\n\(story.output)")
            }
            let told = try await service.command("calls", id)
            #expect(told.status == 0 && told.output == story.output, "\(told.output)")
            let list = try await service.command("calls", "--json")
            #expect(try JSONValue(parsing: list.output)["end"]?.stringValue == "finished")

            second.terminate()
            #expect(try await second.finished().status == 0)
            #expect(try await service.offline("replay", id).output.contains("records replay"))
            let all = try await service.offline("replay", "--all", "--finished")
            #expect(all.status == 0 && all.output.contains("replay: 1; do not: 0"), "\(all.output)")
            await service.stop()
        }

        @Test func aSessionIsExportedByTheServerAndFromTheFileAlike() async throws {
            let service = try await service()
            let server = try await service.start()
            let id = try await wholeCall(service)
            let online = try await service.command("calls", "export", id)
            let offline = try await service.offline("calls", "export", "--all")
            #expect(online.status == 0 && online.output == offline.output)
            let journal = try JSONValue(parsing: online.output)
            #expect(journal["session"]?.stringValue == id)
            #expect(journal["records"]?.arrayValue?.last?["kind"]?.stringValue == "end")
            #expect(online.output.contains("+14255550100"))
            let spec = try await service.command("calls", id, "--as-spec")
            #expect(spec.status == 0 && spec.output.contains("caller:presses"), "\(spec.output)")
            let redacted = try await service.offline("calls", "export", id, "--redacted")
            #expect(redacted.status == 0 && !redacted.output.contains("+14255550100"))
            #expect(!redacted.output.contains(#""seven""#), "what was pressed")

            let nobody = String(repeating: "0", count: 26)
            let unknown = try await service.offline("calls", nobody)
            #expect(unknown.status == 64 && unknown.errors.contains("there is no session \(nobody)"))
            let noFile = try await Command.run("calls", "--store", "sqlite:" + service.path("nothing.db"))
            #expect(noFile.status == 74 && noFile.errors.contains("nothing.db"), "\(noFile.errors)")
            server.terminate()
            #expect(try await server.finished().status == 0)
            await service.stop()
        }

        @Test func aStoreHasOneServerAtATime() async throws {
            let service = try await service()
            let first = try await service.start()
            let second = try await service.begin(port: 0).finished()
            #expect(second.status == 74)
            #expect(second.errors.contains("is in use by process"), "\(second.errors)")
            #expect(second.errors.contains("one process at a time may write a store"))
            #expect(try await service.ask("GET", "/health/ready").status == 200)
            first.terminate()
            #expect(try await first.finished().status == 0)
            await service.stop()
        }

        @Test func aServerThatIsAskedToEndLetsAnswersInAndLeavesACleanStore() async throws {
            let service = try await service(
                "--answer-delay", "0.5", "--callback-tries", "50", "--callback-retry-delay", "0.2")
            let first = try await service.start()
            let call = try service.call()
            while try await service.ask("GET", "/v1/calls").body["calls"]?.arrayValue?.isEmpty != false {}
            first.terminate()
            var ready = try await service.ask("GET", "/health/ready")
            while ready.status == 200 { ready = try await service.ask("GET", "/health/ready") }
            #expect(ready.status == 503)
            #expect(ready.body["status"]?.stringValue == "draining")
            #expect(try await first.finished().status == 0)
            // The answer that was under way is in.
            let id = try await service.newest()
            #expect(try await service.offline("calls", id).output.contains("1 answer on call 1: 200"))
            let store = try SQLiteJournal(path: String(service.store.dropFirst("sqlite:".count)))
            let begins = try await store.start(at: Date().timeIntervalSince1970)
            #expect(begins.wasClean && begins.epoch == 2)
            try await store.finish(at: Date().timeIntervalSince1970)

            let second = try await service.start()
            try await call.waits(for: "recognize_started")
            try await service.press("1")
            #expect(try await call.finished().output.contains("You pressed 1."))
            second.terminate()
            #expect(try await second.finished().status == 0)
            await service.stop()
        }
    }
}
