import FlowCheck
import FlowEngine
import Logging

/// Says of each edit what the check of flows finds in it and did not find in the edit before: whoever has just written it
/// looks at the terminal anyway.
struct EditCheck: Sendable {
    private let edits: AsyncStream<FlowSources>
    private let continuation: AsyncStream<FlowSources>.Continuation
    private let environment: FlowEnvironment
    private let logger: Logger

    init(environment: FlowEnvironment, logger: Logger) {
        (edits, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        var environment = environment
        // The emulator speaks without one.
        if environment.aiResource == nil { environment.aiResource = "https://example.cognitiveservices.azure.com" }
        (self.environment, self.logger) = (environment, logger)
    }

    /// Takes an edit; returns at once. Of several that wait only the last is looked at.
    func look(at sources: FlowSources) { continuation.yield(sources) }

    /// Looks at edits until it is cancelled.
    func run() async {
        var before: Set<Finding> = []
        for await sources in edits {
            let found = await findings(in: sources)
            for finding in found where !before.contains(finding.withoutPlace) { tell(finding) }
            before = Set(found.map(\.withoutPlace))
        }
    }

    /// What keeps flows from being loaded is told by whoever loads them.
    private func findings(in sources: FlowSources) async -> [Finding] {
        await FlowCheck().findings(in: FolderOfFlows(sources, environment: environment)).filter { !$0.isOfLoading }
    }

    private func tell(_ finding: Finding) {
        var metadata: Logger.Metadata = ["rule": "\(finding.rule)"]
        if let file = finding.file {
            let place = [file] + [finding.line, finding.column].compactMap { $0 }.map { "\($0)" }
            metadata["line"] = "\(place.joined(separator: ":"))"
        }
        if let hint = finding.hint { metadata["hint"] = "\(hint)" }
        logger.log(level: finding.severity == .error ? .error : .warning, "\(finding.message)", metadata: metadata)
    }
}

extension Finding {
    /// The same wherever it stands: lines above it come and go.
    fileprivate var withoutPlace: Finding {
        var finding = self
        (finding.line, finding.column) = (nil, nil)
        return finding
    }
}
