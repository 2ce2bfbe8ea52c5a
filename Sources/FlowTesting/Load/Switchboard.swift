import CallEmulator
import CallModel
import Foundation
import NIOCore
import NIOHTTP1

/// One address of the service for any number of stories, each with a service of its own behind it, so that all can use
/// the same numbers. A request goes where the ids in it come from. It belongs to one loop.
final class Switchboard {
    private var lines: [Int: CoreLine] = [:]
    private let book: LiveBook

    init(_ book: LiveBook) { self.book = book }

    func connect(_ line: CoreLine, for story: Int) { lines[story] = line }

    func disconnect(_ story: Int) { lines[story] = nil }

    /// Answers a request; on the loop.
    func take(_ request: PlainRequest, answer: @escaping @Sendable (PlainAnswer?) -> Void) {
        guard let story = story(of: request), let line = lines[story] else {
            let error: JSONValue = ["error": ["code": "8522", "message": "This belongs to no story that runs."]]
            return answer(PlainAnswer(status: 404, body: error.encoded))
        }
        var headers = Dictionary(request.head.headers.map { ($0.name, $0.value) }) { $1 }
        headers["host"] = request.head.headers.first(name: "host") ?? ""
        let arriving = ServiceRequest(
            method: request.head.method.rawValue, target: request.head.uri, headers: headers, body: request.body)
        line.serve(arriving) { served in
            guard !served.fate.isWithoutAnswer else { return answer(nil) }
            answer(
                PlainAnswer(
                    status: served.response.status, headers: served.response.headers.map { ($0.key, $0.value) },
                    body: served.bytes ?? []))
        }
    }

    /// The story that a request belongs to: by the connection in its path, by the offer that it takes, or by the session
    /// that its callback address names.
    private func story(of request: PlainRequest) -> Int? {
        if let connection = WirePath.connection(in: request.head.uri) { return StoryName.number(ofID: connection) }
        guard let body = try? JSONValue(parsing: request.body) else { return nil }
        if let token = body["incomingCallContext"]?.stringValue { return Self.story(ofOffer: token) }
        return body["callbackUri"]?.stringValue.flatMap { Self.session(of: $0) }.flatMap { book.story(ofSession: $0) }
    }

    /// An offer names its call in the middle one of its three parts.
    private static func story(ofOffer token: String) -> Int? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        var text = parts[1].replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.count % 4) % 4)
        guard let data = Data(base64Encoded: String(text)), let body = try? JSONValue(parsing: Array(data)) else {
            return nil
        }
        return body["cc"]?.stringValue.flatMap { StoryName.number(ofID: $0) }
    }

    /// `…/events/calls/{session}/{op}/{token}`.
    private static func session(of address: String) -> Substring? {
        let parts = address.split(separator: "/")
        return parts.count >= 3 ? parts[parts.count - 3] : nil
    }
}
