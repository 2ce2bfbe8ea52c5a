import CallModel
import Foundation
import Testing

/// Which flows new calls get, decided by command and by HTTP.
extension ProcessTests {
    @Suite struct RolloutCommandTests {
        private static func flow(_ words: String) -> String {
            """
            flow { locale = "en-US", voice = "v" }
            on("IncomingCall", { to = "+18005550199" }, function(call)
              call:answer()
              call:play { text = "\(words)" }
              call:hang_up { for_everyone = true }
            end)
            """
        }

        private func hears(_ words: String, _ service: DurableService) async throws -> Bool {
            try await service.call().finished().output.contains("play_completed      \(words)")
        }

        /// The beginnings of the ids in the store, the newest first.
        private func generations(_ service: DurableService) async throws -> [String] {
            let table = try await service.command("flows", "generations").output
            return table.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != " " }) }
        }

        @Test func operatorsDecideWhichFlowsNewCallsGet() async throws {
            let service = try await DurableService(FlowFolder(["desk/main.lua": Self.flow("Old.")]))
            let server = try await service.start()
            let list = try await service.command("flows")
            #expect(list.status == 0)
            #expect(list.output.contains("desk         IncomingCall         desk/main.lua:2"), "\(list.output)")
            let old = try #require(try await generations(service).first)

            try service.flows.write("desk/main.lua", Self.flow("New."))
            #expect(try await service.command("flows", "reload").status == 0)
            let ids = try await generations(service)
            #expect(ids.count == 2 && ids.last == old)
            let new = try #require(ids.first)
            #expect(try await hears("New.", service))

            let back = try await service.command("flows", "rollback", String(old.prefix(6)))
            #expect(back.status == 0)
            #expect(back.output.contains("new calls    \(old), pinned"), "\(back.output)")
            #expect(back.output.contains("newest edit  \(new), not used"))
            #expect(try await hears("Old.", service))
            let canary = try await service.command("flows", "canary", "newest", "--number", "+18005550199")
            #expect(canary.output.contains("canary       \(new), for calls to +1800…99"), "\(canary.output)")
            #expect(try await hears("New.", service))

            // The decision outlives the process.
            server.kill()
            #expect(try await server.finished().status == 128 + 9)
            let second = try await service.start()
            #expect(try await hears("New.", service))
            let held = try await service.command("flows", "release")
            #expect(held.status == 1 && held.errors.contains("a canary runs; promote or abandon it first"))
            #expect(try await service.command("flows", "abandon").output.contains("new calls    \(old), pinned"))
            #expect(try await hears("Old.", service))
            let release = try await service.command("flows", "release")
            #expect(release.status == 0 && release.output.hasPrefix("new calls    \(new)\n"), "\(release.output)")
            second.terminate()
            #expect(try await second.finished().status == 0)
            await service.stop()
        }

        @Test func theSameIsSaidOverHTTP() async throws {
            let service = try await DurableService(FlowFolder(["desk/main.lua": Self.flow("Old.")]))
            let server = try await service.start()
            func post(_ what: String, _ body: JSONValue = [:]) async throws -> DurableService.Answer {
                try await service.ask("POST", "/v1/flows/\(what)", body)
            }
            let old = try #require(try await service.ask("GET", "/v1/flows").body["generation"]?.stringValue)
            try service.flows.write("desk/main.lua", Self.flow("New."))
            let reload = try await post("reload")
            #expect(reload.status == 200)
            let new = try #require(reload.body["generation"]?.stringValue)
            #expect(new != old)
            let rows = try await service.ask("GET", "/v1/flows/generations").body["generations"]?.arrayValue ?? []
            #expect(rows.compactMap { $0["generation"]?.stringValue } == [new, old])
            #expect(try await post("rollback", ["generation": .string(old)]).body["pinned"]?.stringValue == old)
            let canary = try await post("canary", ["generation": "newest", "share": 100])
            #expect(canary.body["canary"]?["generation"]?.stringValue == new)
            #expect(try await hears("New.", service))
            let promoted = try await post("promote")
            #expect(promoted.status == 200 && promoted.body["generation"]?.stringValue == new)
            #expect(try await post("promote").status == 409)

            try service.flows.write("desk/main.lua", "on(")
            let broken = try await post("reload")
            #expect(broken.status == 422 && broken.body["result"]?.stringValue == "refused")
            #expect(broken.body["problems"]?[0]?["line"]?.intValue == 1)
            let told = try await service.command("flows", "reload")
            #expect(told.status == 65 && told.output.contains("desk/main.lua:1: "), "\(told.output)")
            server.terminate()
            #expect(try await server.finished().status == 0)
            await service.stop()
        }

        @Test func mistakesOfOperatorsGetWordsAndCodes() async throws {
            let service = try await DurableService(FlowFolder(["desk/main.lua": Self.flow("Old.")]))
            let server = try await service.start(["--admin-token", "t0ken"])
            func flows(_ arguments: String..., token: String = "t0ken") async throws -> RunningCommand.Outcome {
                try await RunningCommand(
                    ["flows"] + arguments + ["--runtime", service.runtime, "--admin-token", token]
                )
                .finished()
            }
            #expect(try await flows(token: "other").status == 1)
            let unknown = try await flows("rollback", "zz")
            #expect(unknown.status == 64 && unknown.errors.contains("there is no generation 'zz' in the store"))
            let same = try await flows("canary", "newest", "--share", "5")
            #expect(same.status == 1 && same.errors.contains("already"), "\(same.errors)")
            #expect(try await flows("canary", "newest").status == 64)
            #expect(try await flows("canary", "newest", "--share", "101").status == 64)
            for word in ["promote", "abandon", "release"] { #expect(try await flows(word).status == 1, "\(word)") }
            server.terminate()
            #expect(try await server.finished().status == 0)
            let nobody = try await flows()
            #expect(nobody.status == 69 && nobody.errors.contains("there is no runtime at"))
            await service.stop()
        }
    }
}
