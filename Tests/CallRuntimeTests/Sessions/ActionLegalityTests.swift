import CallModel
import Testing

@testable import CallRuntime

/// Every action in every state of a call.
struct ActionLegalityTests {
    /// One letter for each state, in the order of `Leg.State.allCases`: offered, answering, creating, connecting, connected,
    /// transferring, disconnecting, disconnected. `+` allowed, `!` a mistake, `e` ended, `d` done.
    static let table: [ActionKind: (offer: String, own: String)] = [
        .answer: ("+!!!!!ee", "+!!!!!!!"), .reject: ("+!!!!!ee", "+!!!!!!!"), .redirect: ("+!!!!!ee", "+!!!!!!!"),
        .hangUp: ("!+++++dd", "!+++++dd"), .stopRecording: ("!+++++dd", "!+++++dd"),
        .recordingState: ("!+++++++", "!+++++++"),
    ]
    private static let others = (offer: "!+++++ee", own: "!+++++ee")
    /// Actions that belong to the session, not to a call that is there.
    private static let openers: Set<ActionKind> = [.createCall, .connectCall]

    @Test(arguments: ActionKind.allCases.filter { !openers.contains($0) })
    func everyStateHasItsAnswer(_ kind: ActionKind) {
        let expected = Self.table[kind] ?? Self.others
        for (isOffer, row) in [(true, expected.offer), (false, expected.own)] {
            let found = Leg.State.allCases.map { state in
                switch ActionLegality.verdict(kind, in: state, isOffer: isOffer) {
                case .allowed: "+"
                case .mistake: "!"
                case .ended: "e"
                case .done: "d"
                }
            }
            #expect(found.joined() == row, "\(kind.rawValue), offer: \(isOffer)")
        }
    }

    @Test func aMistakeNamesTheActionAndTheRemedy() {
        guard case .mistake(let sentence) = ActionLegality.verdict(.play, in: .offered, isOffer: true) else {
            Issue.record("no mistake")
            return
        }
        #expect(sentence == "call:play: the call was never answered; call:answer() comes first")
    }
}
