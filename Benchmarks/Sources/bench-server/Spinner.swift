import CallModel
import CallRuntime

/// Keeps one session at work: when it is stopped the next one begins.
struct Spinner: Sendable {
    let runtime: CallRuntime

    func spin() {
        runtime.launch(flow: "bench", parameters: .null) { _, _ in spin() }
    }
}
