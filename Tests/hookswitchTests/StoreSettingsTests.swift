import CallJournal
import CallModel
import Foundation
import Testing

/// What the settings of a store do: keys, retention, redaction; and what `replay` says of a store that was changed.
extension ProcessTests {
    @Suite struct StoreSettingsTests {
        private static let keys = (String(repeating: "ab", count: 32), String(repeating: "cd", count: 32))

        /// A store with one finished call in it; the call's session.
        private func service(_ options: [String] = []) async throws -> (DurableService, session: String) {
            let service = try await DurableService(FlowFolder(["desk/main.lua": DurableCallTests.desk]))
            let server = try await service.start(options)
            let call = try await service.call("--press", "7").finished()
            #expect(call.status == 0, "\(call.output)\(call.errors)")
            let list = try await service.command("calls", "--json")
            let id = try #require(try JSONValue(parsing: list.output)["session"]?.stringValue)
            #expect(try await service.command("calls", id, "--follow").status == 0)
            try await end(server)
            return (service, id)
        }

        private func end(_ server: RunningCommand) async throws {
            server.terminate()
            #expect(try await server.finished().status == 0)
        }

        /// Starts a server for a store that has been swept once `isSwept` says so.
        private func sweep(
            _ service: DurableService, _ options: [String], isSwept: () async throws -> Bool
        ) async throws {
            let server = try await service.start(options)
            while try await !isSwept() { try Task.checkCancellation() }
            try await end(server)
        }

        @Test func aSealedStoreOpensWithItsKeyOnly() async throws {
            let folder = try FlowFolder(["right": Self.keys.0 + "\n", "wrong": Self.keys.1, "none": "not a key"])
            let right = ["--journal-key-file", folder.path + "/right"]
            let wrong = ["--journal-key-file", folder.path + "/wrong"]
            let service = try await DurableService(FlowFolder(["desk/main.lua": DurableCallTests.desk]))
            let server = try await service.start(right)
            #expect(try await service.call("--press", "7").finished().status == 0)
            try await end(server)

            let file = String(service.store.dropFirst("sqlite:".count))
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            #expect(bytes.range(of: Data("14255550100".utf8)) == nil)
            #expect(bytes.range(of: Data("CallConnected".utf8)) == nil)

            for options in [[], wrong] {
                let started = try await service.begin(options).finished()
                #expect(started.status == 74, "\(started.errors)")
                #expect(started.errors.contains("key"), "\(started.errors)")
                let read = try await service.offline(["calls"] + options)
                #expect(read.status == 74 && read.errors.contains("key"), "\(read.errors)")
                #expect(try await service.offline(["replay", "--all"] + options).status == 74)
            }
            #expect(try await service.offline(["calls"] + right).output.contains("finished"))
            #expect(try await service.offline(["replay", "--all", "--finished"] + right).status == 0)
            let nonsense = try await service.offline(["calls", "--journal-key-file", folder.path + "/none"])
            #expect(nonsense.status == 64 && nonsense.errors.contains("the journal key"), "\(nonsense.errors)")
            let memory = try await Command.run(["run", ".", "--public-url", "http://x", "--store", "memory:"] + right)
            #expect(memory.status == 64, "\(memory.errors)")
            await service.stop()
        }

        @Test func finishedSessionsGoWhenTheirTimeIsOver() async throws {
            let (service, _) = try await service()
            try await sweep(service, ["--keep-finished", "0"]) {
                try await service.ask("GET", "/v1/calls").body["calls"]?.arrayValue?.isEmpty == true
            }
            #expect(try await service.offline("calls").output.contains("there are no such sessions"))
            let nonsense = try await service.begin(["--keep-finished", "long"]).finished()
            #expect(nonsense.status == 64)
            await service.stop()
        }

        @Test func whatIsNamedIsTakenOutOfFinishedSessions() async throws {
            let (service, id) = try await service()
            func export() async throws -> String { try await service.offline("calls", "export", id).output }
            #expect(try await export().contains(#""tones":["seven"]"#))
            try await sweep(service, ["--redact-finished", "tones, phoneNumber"]) {
                try await export().contains(#""tones":"redacted""#)
            }
            #expect(try await !export().contains(#""seven""#))
            let one = try await service.offline("replay", id)
            #expect(one.status == 3 && one.output.contains("it was redacted"), "\(one.output)")
            let all = try await service.offline("replay", "--all", "--finished")
            #expect(all.status == 0 && all.output.contains("cannot be tried, since they were redacted: 1"))
            await service.stop()
        }

        @Test func withAKeyItIsSealedAndCanBeOpenedAgain() async throws {
            let folder = try FlowFolder(["key": Self.keys.0])
            let key = ["--journal-key-file", folder.path + "/key"]
            let (service, id) = try await service(key)
            func export(_ more: String...) async throws -> String {
                try await service.offline(["calls", "export", id] + key + more).output
            }
            try await sweep(service, key + ["--redact-finished", "tones"]) {
                try await export().contains(#""tones":{"sealed":"#)
            }
            #expect(try await !export().contains(#""seven""#))
            #expect(try await export("--unseal").contains(#""tones":["seven"]"#))
            #expect(try await service.offline("calls", "export", id, "--unseal").status == 64)
            await service.stop()
        }

        @Test func aStoreThatWasChangedDoesNotReplay() async throws {
            let (service, id) = try await service()
            let file = String(service.store.dropFirst("sqlite:".count))
            let otherRecord = try await ChangedStore.copy(file, to: service.path("record.db"), id) { records, _ in
                for (index, record) in records.enumerated() {
                    guard case .request(var request) = record.body, request.action == "play" else { continue }
                    let text = String(decoding: request.request.body, as: UTF8.self)
                    request.request.body = Array(text.replacing("You pressed", with: "You typed").utf8)
                    records[index].body = .request(request)
                }
            }
            let one = try await Command.run("replay", id, "--store", otherRecord)
            #expect(one.status == 3)
            #expect(one.output.contains("does not replay at step "), "\(one.output)")
            #expect(one.output.contains(#"with playSources[0].text.text = "You typed 7.""#), "\(one.output)")
            #expect(one.output.contains("at       desk/main.lua:5"), "\(one.output)")
            let all = try await Command.run("replay", "--all", "--finished", "--store", otherRecord, "--json")
            #expect(all.status == 3)
            #expect(try JSONValue(parsing: all.output)["failed"]?.intValue == 1)
            // It has ended, so no server would have to take it over.
            #expect(try await Command.run("replay", "--all", "--store", otherRecord).status == 0)

            let otherSources = try await ChangedStore.copy(file, to: service.path("sources.db"), id) { _, generation in
                generation.files = generation.files.mapValues {
                    Array(String(decoding: $0, as: UTF8.self).replacing("You pressed", with: "You typed").utf8)
                }
            }
            let changed = try await Command.run("replay", id, "--store", otherSources)
            #expect(changed.status == 3)
            #expect(changed.output.contains("in the store are not those that it names"), "\(changed.output)")
            await service.stop()
        }
    }
}

/// A store that says something else than what happened.
private enum ChangedStore {
    /// Copies one session, with what it needs.
    /// - Returns: the store's address.
    static func copy(
        _ file: String, to path: String, _ session: String,
        change: (inout [JournalRecord], inout StoredGeneration) -> Void
    ) async throws -> String {
        let old = try SQLiteJournal.openReadOnly(path: file)
        let id = try #require(SessionID(session))
        var records = try await old.records(of: id)
        guard case .begin(let begin)? = records.first?.body else { throw CancellationError() }
        var generation = try #require(try await old.generation(begin.generation))
        let environment = try #require(try await old.environment(begin.environment))
        change(&records, &generation)
        let new = try SQLiteJournal(path: path)
        try await new.keep(environment: environment, hash: begin.environment)
        try await new.keep(generation)
        let outcome = await withCheckedContinuation { continuation in
            new.commit(JournalWrite(session: id, records: records), on: 0) { continuation.resume(returning: $0) }
        }
        #expect(outcome == .durable)
        try await new.finish(at: records.last?.at ?? 0)
        return "sqlite:" + path
    }
}
