import ArgumentParser
import CallJournal
import CallModel
import CallRuntime
import Foundation

/// Where the journals of calls are read: at a running server, or in a store's file. Both say the same in the same words.
protocol CallSource: Sendable {
    /// `{"calls": […]}`, the newest first.
    func list(_ query: SessionQuery, isFull: Bool) async throws -> JSONValue

    /// `{"session", "ended", "timeline": […]}` with what happened after the record `after`; waits up to `wait` seconds
    /// for something new.
    func timeline(of id: SessionID, after: Int, wait: Int, isFull: Bool) async throws -> JSONValue

    /// The whole journal.
    func export(_ id: SessionID) async throws -> JSONValue

    /// Gives back what was opened.
    func close() async
}

/// A running server.
struct ServerCalls: CallSource {
    let client: JSONClient

    func list(_ query: SessionQuery, isFull: Bool) async throws -> JSONValue {
        var words = ["limit=\(query.limit)", "full=\(isFull ? 1 : 0)"]
        if let flow = query.flow { words.append("flow=\(client.escaped(flow))") }
        if let isOpen = query.isOpen { words.append("open=\(isOpen ? 1 : 0)") }
        if let after = query.after { words.append("after=\(after)") }
        return try await client.get("calls?" + words.joined(separator: "&"))
    }

    func timeline(of id: SessionID, after: Int, wait: Int, isFull: Bool) async throws -> JSONValue {
        try await client.get("calls/\(id)/timeline?after=\(after)&wait=\(wait)&full=\(isFull ? 1 : 0)")
    }

    func export(_ id: SessionID) async throws -> JSONValue { try await client.get("calls/\(id)/journal") }

    func close() async { try? await client.client.shutdown() }
}

/// A store's file, read while nobody or somebody else writes it.
struct StoreCalls: CallSource {
    let journal: any CallJournal

    func list(_ query: SessionQuery, isFull: Bool) async throws -> JSONValue {
        try await CallViews(journal).list(query, isFull: isFull)
    }

    func timeline(of id: SessionID, after: Int, wait: Int, isFull: Bool) async throws -> JSONValue {
        let timeline = try await CallViews(journal).timeline(
            of: id, after: after, wait: Double(wait), isFull: isFull)
        guard let timeline else { throw unknown(id) }
        return timeline
    }

    func export(_ id: SessionID) async throws -> JSONValue {
        guard let export = try await JournalExport.session(id, in: journal) else { throw unknown(id) }
        return export
    }

    func close() async {}

    private func unknown(_ id: SessionID) -> JSONClient.Fault {
        JSONClient.Fault(message: "there is no session \(id)", isUnreachable: false, status: 404)
    }
}

/// Which journals a command reads.
struct CallSourceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A store's file in place of a running server, also while none runs: sqlite:PATH.", valueName: "STORE"))
    var store: String?

    @OptionGroup var journalKey: JournalKeyOption

    @Option(help: "The runtime's address. (HOOKSWITCH_RUNTIME)")
    var runtime: String?

    @Option(help: "The runtime's admin token. (HOOKSWITCH_ADMIN_TOKEN)")
    var adminToken: String?

    func validate() throws {
        guard store == nil || runtime == nil else {
            throw ValidationError("--store reads a file and --runtime asks a server; give one of them")
        }
    }

    /// Reads from the source, and turns what can go wrong into a sentence and an exit code.
    func read<Value: Sendable>(_ body: (any CallSource) async throws -> Value) async throws -> Value {
        let result: Result<Value, any Error>
        do {
            let source = try open()
            do { result = .success(try await body(source)) } catch { result = .failure(error) }
            await source.close()
        } catch { result = .failure(error) }
        do {
            return try result.get()
        } catch let fault as JSONClient.Fault {
            throw Console.fail(
                fault.isUnreachable ? .unavailable : fault.status == 404 ? .usage : .failure, fault.message)
        } catch let fault as JournalFault {
            throw Console.fail(.store, fault.description)
        }
    }

    private func open() throws -> any CallSource {
        if let store { return StoreCalls(journal: try OfflineStore.open(store, key: try journalKey.key())) }
        return ServerCalls(
            client: .runtime(
                runtime ?? Settings.variable("RUNTIME") ?? "http://127.0.0.1:8080",
                token: adminToken ?? Settings.variable("ADMIN_TOKEN")))
    }
}

/// Stores that commands read beside the process that writes them.
enum OfflineStore {
    /// Opens a store for reading only; it must be there.
    static func open(_ text: String, key: JournalKey?) throws -> any CallJournal {
        let address: StoreAddress
        do throws(StoreAddress.Fault) { address = try StoreAddress(text) } catch {
            throw ValidationError("--store: \(error)")
        }
        guard case .sqlite(let path) = address else {
            throw ValidationError("--store: only a store in a file can be read from here; write sqlite:PATH")
        }
        return try SQLiteJournal.openReadOnly(path: path, key: key)
    }
}

/// A session's name as an argument.
struct SessionArgument: ExpressibleByArgument {
    let id: SessionID

    init?(argument: String) {
        guard let id = SessionID(argument) else { return nil }
        self.id = id
    }
}
