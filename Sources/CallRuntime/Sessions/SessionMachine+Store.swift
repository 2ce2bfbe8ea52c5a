import CallJournal
import CallModel
import FlowEngine

/// What a flow does with the store. The store keeps its answer with the change, under the names of session and operation:
/// whoever asks again, after a crash, gets it and changes nothing more.
extension SessionMachine {
    /// Asks the store; the task waits for the answer.
    func askStore(_ request: StoreRequest, for task: Int) {
        guard hasRoomForOperation(task) else { return }
        let id = newOperation(isRuntime: false)
        emit(
            .request(
                RequestRecord(
                    op: id, leg: 0, action: "store", repeatClass: .sameEffect, request: request.prepared, timeLimit: 30)
            ))
        ask(id, .store(id, request, at: at), for: task)
    }

    /// What an answer of the store is for a flow.
    static func outcome(ofStore status: Int, _ body: [UInt8]) -> FlowOutcome {
        guard (200..<300).contains(status) else { return .failure(ActionFailure(status: status, body: body)) }
        return .plain((try? JSONValue(parsing: body))?["value"] ?? .null)
    }
}
