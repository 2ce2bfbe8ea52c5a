import CallEmulator
import CallJournal
import CallModel

/// The line that a spec acts on: phones and calls on the service's side, sessions on the runtime's. One thread uses it.
///
/// What a line cannot do it refuses with `StageFault.undrivable`; the case is left out then, by name.
protocol SpecStage: AnyObject {
    /// Seconds since 1970, in the time that the spec lives in.
    var now: Double { get }
    /// When it began.
    var start: Double { get }
    /// Seconds between two keys of one sequence.
    var keyGap: Double { get }
    /// How long a phone takes to say something, in seconds.
    func seconds(speaking text: String) -> Double

    /// Phones and calls.
    var phones: any PhoneLine { get }

    // MARK: - The runtime

    /// Starts a flow without a call.
    /// - Parameter key: launching twice with one key starts one session.
    /// - Returns: nil when no process answers now.
    func launch(_ flow: String, _ params: JSONValue, key: String) throws -> SessionID?
    /// Wakes a session.
    /// - Returns: false when no process answers now.
    func signal(_ session: SessionID, _ name: String, _ data: JSONValue, key: String) throws -> Bool
    /// From now on other things go wrong at the service.
    func setFaults(_ settings: FaultSettings) throws
    /// Something happens to the machine that the runtime runs on.
    func begin(_ trouble: MachineTrouble) throws
    /// Plans a kill of the process that serves the flows.
    func crash(_ plan: CrashPlan) throws
    /// Kills it now.
    func kill(down: Double?) throws
    /// In the order in which they began.
    func sessions() throws -> [SessionID]
    func records(of session: SessionID) throws -> [JournalRecord]
    /// Where the tasks of a session wait in its flow.
    func waitingPlaces(of session: SessionID) -> [String]
    var logEntries: [SpecLogEntry] { get }

    // MARK: - The web and the store

    /// From now on such requests of flows are answered so.
    func answerWeb(_ rule: WebRule) throws
    /// Sets an entry of the store.
    func presetStore(_ key: String, to value: JSONValue) throws
    /// What the store has now.
    func stored(_ key: String) throws -> JSONValue?
}

extension SpecStage {
    func answerWeb(_ rule: WebRule) throws { throw StageFault.web }
    func presetStore(_ key: String, to value: JSONValue) throws { throw StageFault.store }
    func stored(_ key: String) throws -> JSONValue? { throw StageFault.store }
}

/// A line whose time moves when it is told to.
protocol SteppedStage: SpecStage {
    /// Lets the next thing happen that is due until `limit`, and all that follows from it at that moment.
    /// - Returns: false when nothing is due any more and the time stands at `limit`.
    func step(until limit: Double) throws -> Bool
}

/// Why something cannot be done in a spec's world; a sentence for a person.
struct StageFault: Error, CustomStringConvertible {
    let description: String
    /// Whether this kind of line can never do it.
    var isUndrivable = false

    init(_ description: String) { self.description = description }

    /// What this kind of line cannot do at all: a noun.
    static func undrivable(_ what: String) -> StageFault {
        var fault = StageFault("it cannot be driven here: \(what)")
        fault.isUndrivable = true
        return fault
    }

    // What would disturb others on a line in real time.
    static let kills = undrivable("kills of the runtime")
    static let faults = undrivable("faults of the service")
    static let web = undrivable("servers of the web that answer as a spec says")
    static let store = undrivable("a store of the case's own")
    static let troubles = undrivable("troubles of the machine that the runtime runs on")
}
