import CallJournal
import CallModel

/// Who would be rung by a story: before it is played at a real service, it must be nobody but phones of the tester.
enum Strangers {
    /// The first one that flows of a stage called and who is none of `phones`.
    static func rung(on stage: VirtualStage, _ phones: DrivablePhones) -> String? {
        for session in stage.sessions() {
            for record in stage.records(of: session) {
                guard case .request(let request) = record.body, let names = members[request.action],
                    let body = try? JSONValue(parsing: request.request.body)
                else { continue }
                for number in names.flatMap({ FlowWords.people(body, $0) }).map(\.spoken) {
                    if !phones.numbers.contains(number), !phones.owned.contains(number) { return number }
                }
            }
        }
        return nil
    }

    /// Where actions that ring somebody say whom.
    private static let members: [String: [String]] = [
        ActionKind.createCall.rawValue: ["targets"], ActionKind.addParticipant.rawValue: ["participantToAdd"],
        ActionKind.transfer.rawValue: ["targetParticipant"], ActionKind.redirect.rawValue: ["target"],
    ]
}
