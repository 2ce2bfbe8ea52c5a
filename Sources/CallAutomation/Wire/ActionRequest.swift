import CallModel

/// Why an action cannot become a request. A mistake of the caller: nothing was sent.
public struct RequestFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// A sentence without a full stop.
    public let description: String
}

/// One place that knows method, path and body of every action (protocol reference, section 5).
public enum ActionRequest {
    /// The newest stable version of the service's interface; what requests ask for by default.
    public static let defaultAPIVersion = "2026-03-12"

    /// Makes the exact request of an action. Pure: the same action gives the same bytes.
    /// - Parameter callConnectionID: needed by all but answer and reject.
    public static func prepare(
        _ action: CallAction, callConnectionID: String?, apiVersion: String = defaultAPIVersion
    ) throws(RequestFault) -> PreparedRequest {
        switch action {
        case .answer(let answer):
            return PreparedRequest(
                method: "POST", path: RequestPath.calls(":answer", apiVersion: apiVersion), body: answer.requestBody,
                takesRepeatability: true)
        case .reject(let reject):
            return PreparedRequest(
                method: "POST", path: RequestPath.calls(":reject", apiVersion: apiVersion), body: reject.requestBody,
                takesRepeatability: true)
        case .play, .recognize, .transfer, .cancelAllMedia, .hangUp:
            guard let id = callConnectionID, !id.isEmpty else {
                throw RequestFault(description: "\(action.name) needs the id of a call connection")
            }
            return try onConnection(action) { RequestPath.call(id, $0, apiVersion: apiVersion) }
        }
    }

    private static func onConnection(
        _ action: CallAction, path: (_ suffix: String) -> String
    ) throws(RequestFault) -> PreparedRequest {
        switch action {
        case .play(let play):
            guard !play.sources.isEmpty else { throw RequestFault(description: "play needs at least one source") }
            return PreparedRequest(method: "POST", path: path(":play"), body: play.requestBody)
        case .recognize(let recognize):
            return PreparedRequest(method: "POST", path: path(":recognize"), body: recognize.requestBody)
        case .transfer(let transfer):
            return PreparedRequest(
                method: "POST", path: path(":transferToParticipant"), body: transfer.requestBody,
                takesRepeatability: true)
        case .cancelAllMedia: return PreparedRequest(method: "POST", path: path(":cancelAllMediaOperations"))
        case .hangUp(forEveryone: true):
            return PreparedRequest(method: "POST", path: path(":terminate"), takesRepeatability: true)
        case .hangUp(forEveryone: false): return PreparedRequest(method: "DELETE", path: path(""))
        case .answer, .reject:
            throw RequestFault(description: "\(action.name) is about an offer, not about a call connection")
        }
    }
}
