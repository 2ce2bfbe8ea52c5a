import CallJournal
import CallModel

/// A record in a few words, for reports. These go to logs: bodies hold what people say and press, so they stay out.
enum JournalWords {
    static func of(_ body: JournalRecord.Body) -> String {
        switch body {
        case .begin(let begin): "the beginning of flow \(begin.flow)"
        case .event(let record): "event \(record.event.name)" + (record.isInert ? ", which nothing took" : "")
        case .response(let record): "response to operation \(record.op)"
        case .timer(let timer): "timer \(timer.number)"
        case .resume: "resume"
        case .operatorCommand(let command): "\(command.command) by \(command.who)"
        case .request(let request) where request.action == "http":
            "operation \(request.op), http: \(WebRequest.shown(request.request))"
        case .request(let request):
            "operation \(request.op), \(request.action): \(request.request.method) \(request.request.path)"
        case .sent(let sent): "try \(sent.attempt) of operation \(sent.op)"
        case .restart(let restart): "restart at \(restart.handler)"
        case .end(let end): "the end (\(end.way.rawValue))"
        }
    }
}
