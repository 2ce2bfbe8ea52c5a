import AsyncHTTPClient
import CallAutomation
import FlowEngine
import NIOCore

/// Asks for the prompts of flows, as the service would: whether each answers, and with a file that can be played.
struct PromptCheck {
    let client: HTTPClient

    /// What is wrong, in the order of the places. Four are asked for at a time.
    func problems(_ places: [PromptAddresses.Place]) async -> [FlowProblem] {
        var faults: [Int: String] = [:]
        await withTaskGroup(of: (Int, String?).self) { group in
            for (number, place) in places.enumerated() {
                if number >= 4, let (done, fault) = await group.next() { faults[done] = fault }
                group.addTask { (number, await fault(of: place.address)) }
            }
            for await (done, fault) in group { faults[done] = fault }
        }
        return places.enumerated().compactMap { number, place in
            faults[number].map { FlowProblem(file: place.file, line: place.line, reason: "\(place.address): \($0)") }
        }
    }

    private func fault(of address: String) async -> String? {
        var request = HTTPClientRequest(url: address)
        request.headers.add(name: "Range", value: "bytes=0-\(PromptSound.prefix - 1)")
        do {
            let response = try await client.execute(request, timeout: .seconds(10))
            guard [200, 206].contains(response.status.code) else {
                return "the prompt is not there, \(response.status.code)"
            }
            var bytes: [UInt8] = []
            for try await piece in response.body {
                bytes += piece.readableBytesView
                if bytes.count >= PromptSound.prefix { break }
            }
            return PromptSound.fault(of: bytes)
        } catch {
            return "the prompt cannot be fetched: \(error)"
        }
    }
}
