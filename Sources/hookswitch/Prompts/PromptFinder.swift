import AsyncHTTPClient
import FlowCheck

/// Fetches the beginning of each prompt whose address stands in the flows.
struct PromptFinder: FindingFinder {
    func findings(in folder: FolderOfFlows) async -> [Finding] {
        let places = PromptAddresses(folder.sources.files).places
        guard !places.isEmpty else { return [] }
        var settings = HTTPClient.Configuration()
        // Nobody there is an answer.
        settings.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
        let problems = await PromptCheck(client: client).problems(places)
        try? await client.shutdown()
        return problems.map { problem in
            let place = places.first {
                $0.file == problem.file && $0.line == problem.line && problem.reason.hasPrefix($0.address)
            }
            return Finding(
                rule: "prompt", severity: .error, file: problem.file, line: problem.line, column: place?.column,
                message: problem.reason)
        }
    }
}
