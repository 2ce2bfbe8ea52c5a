import ArgumentParser
import CallJournal

/// For `make chaos`: where a process can be killed, and which faults can be planted.
struct CrashPoints: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crash-points", abstract: "List the points of HOOKSWITCH_CRASH_AT, one a line.",
        shouldDisplay: false)

    @Flag(help: "List the faults of HOOKSWITCH_PLANT in their place.")
    var faults = false

    func run() {
        for name in faults ? PlantedFault.allCases.map(\.rawValue) : CrashPoint.allCases.map(\.rawValue) {
            Console.line(name)
        }
    }
}
