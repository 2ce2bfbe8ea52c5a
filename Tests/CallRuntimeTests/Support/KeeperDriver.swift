import CallJournal
import FlowEngine
import Testing

@testable import CallRuntime

/// A keeper over an archive, with flows given as text.
struct KeeperDriver {
    let archive: FaultyArchive
    let keeper: GenerationKeeper

    init(_ archive: FaultyArchive = FaultyArchive(), config: [String: String] = [:]) {
        self.archive = archive
        keeper = GenerationKeeper(environment: FlowEnvironment(config: config), archive: archive)
    }

    /// Another process over the same archive.
    func restarted(config: [String: String] = [:]) -> KeeperDriver { KeeperDriver(archive, config: config) }

    static func sources(_ text: String, stdlib: [String: [UInt8]] = FlowSources.ownStdlib) -> FlowSources {
        FlowSources(files: ["a.lua": Array(text.utf8)], stdlib: stdlib)
    }

    /// A flow that answers, told apart by `mark`.
    static func flow(_ mark: String) -> FlowSources {
        sources("on('IncomingCall', function(call) call:answer() end) -- " + mark)
    }

    /// Edits; the id of what was loaded.
    @discardableResult
    func edit(_ mark: String, at now: Double = 1) async throws -> String {
        let sources = Self.flow(mark)
        switch await keeper.load(sources, at: now) {
        case .swapped, .kept, .unchanged: break
        case .refused(let problems): Issue.record("\(problems)")
        case .unsaved(let fault): Issue.record("\(fault)")
        }
        return FlowGeneration.id(of: sources)
    }

    /// What a session gets.
    func choice(_ key: String = "key", called: String? = nil) -> String? {
        keeper.generation(forIntakeKey: key, called: called)?.id
    }

    /// Why something was refused.
    func fault(_ body: () async throws(GenerationFault) -> Void) async -> String {
        do throws(GenerationFault) {
            try await body()
            return "no fault"
        } catch {
            return "\(error)"
        }
    }
}
