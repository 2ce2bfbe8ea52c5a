import CallModel
import Foundation
import Testing

/// Flows that ask real servers, as operators see them: hosts, secrets, and a kill in the middle of a request.
extension ProcessTests {
    @Suite struct WebCommandTests {
        private static let flow = """
            on("Launch", function(event)
              local n = assert(store.incr("runs"))
              local res, err = http.post(event.params.url, {
                json = { person = "Ada Lovelace" }, bearer = http.secret("CRM"), idempotency_key = "once-" .. n })
              if not res then return log.warning("refused", { reason = err.reason, message = err.message }) end
              store.set("echo", res.body)
              log.info("answered", { status = res.status, runs = n })
            end)
            """
        private static let secret = "a-value-that-nobody-may-see"

        private func launch(_ service: DurableService, _ url: String) async throws {
            let answer = try await service.ask("POST", "/v1/flows/web/launch", ["params": ["url": .string(url)]])
            #expect(answer.status == 202)
        }

        @Test func aRequestIsSentAgainAfterAKillAndTheSecretIsNowhere() async throws {
            let web = try await EchoServer.start(silent: 1)
            let service = try await DurableService(FlowFolder(["web/main.lua": Self.flow]))
            let options = ["--secret", "CRM=CRM_TOKEN", "--http-allow-private", "localhost"]
            let environment = ["CRM_TOKEN": Self.secret]
            let first = try await service.start(options, environment: environment)
            try await launch(service, "http://localhost:\(web.port)/people?who=ada")
            await web.requestCame()
            first.kill()
            #expect(try await first.finished().status == 128 + 9)

            let second = try await service.start(options, environment: environment)
            try await second.waits(for: "answered")
            let id = try await service.newest()
            #expect(try await service.offline("calls", id, "--follow").output.contains("finished"))
            second.terminate()
            #expect(try await second.finished().status == 0)

            #expect(web.requests.map(\.line) == ["POST /people?who=ada", "POST /people?who=ada"])
            for request in web.requests {
                #expect(request.body == #"{"person":"Ada Lovelace"}"#)
                #expect(request.headers.first(name: "Authorization") == "Bearer \(Self.secret)")
                #expect(request.headers["Idempotency-Key"] == ["once-1"])
            }
            #expect(second.errors.contains("runs=1"), "\(second.errors)")
            let told = try await service.offline("calls", id, "--full").output
            for line in ["1 store: incr runs", "2 http: POST localhost:\(web.port)", "2 http: 201", "sent once more"] {
                #expect(told.contains(line), "\(line) in \(told)")
            }
            #expect(!told.contains("who=ada") && !told.contains("Lovelace"), "\(told)")
            let file = String(service.store.dropFirst("sqlite:".count))
            for suffix in ["", "-wal"] {
                guard let bytes = FileManager.default.contents(atPath: file + suffix) else { continue }
                #expect(bytes.range(of: Data(Self.secret.utf8)) == nil)
            }
            for text in [first.errors, first.output, second.errors, second.output, told] {
                #expect(!text.contains(Self.secret))
            }
            #expect(try await service.offline("replay", id).status == 0)
            await web.stop()
            await service.stop()
        }

        @Test func onlyPublicHostsAreAskedUnlessSettingsSayMore() async throws {
            let web = try await EchoServer.start()
            let service = try await DurableService(FlowFolder(["web/main.lua": Self.flow]))
            let server = try await service.start(environment: ["HOOKSWITCH_SECRET_CRM": Self.secret])
            try await launch(service, "http://localhost:\(web.port)/")
            try await server.waits(for: "refused_address")
            #expect(!server.errors.contains(Self.secret))
            server.terminate()
            #expect(try await server.finished().status == 0)
            #expect(web.requests.isEmpty)

            let strict = try await service.start(
                ["--http-allow", "*.example.com"], environment: ["HOOKSWITCH_SECRET_CRM": Self.secret])
            try await launch(service, "https://crm.example.org/")
            try await strict.waits(for: "the host crm.example.org may not be asked; --http-allow names *.example.com")
            strict.terminate()
            _ = try await strict.finished()
            await web.stop()
            await service.stop()
        }

        @Test(
            arguments: [
                (["--secret", "CRM=NOT_SET_ANYWHERE"], "the variable NOT_SET_ANYWHERE is not set"),
                (["--secret", "CRM"], "--secret takes NAME=VALUE"),
                (["--http-allow", "https://x/"], "--http-allow takes a host"),
                (["--http-allow-private", "10.0.0.0/40"], "--http-allow-private takes a host like"),
            ])
        func aWrongSettingIsTold(options: [String], sentence: String) async throws {
            let flows = try FlowFolder(["web/main.lua": Self.flow])
            let outcome = try await RunningCommand(
                ["dev", flows.path, "--port", "0", "--emulator-port", "0"] + options
            ).finished()
            #expect(outcome.status == 64, "\(outcome.errors)")
            #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
        }
    }
}
