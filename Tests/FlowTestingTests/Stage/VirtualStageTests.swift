import Testing

@testable import FlowTesting

struct VirtualStageTests {
    /// Its first input takes several time slices.
    private static let busy = """
        local function work() for n = 1, 200000 do local x = n * 2 end end
        on("Launch", function() work() log.info("launched") wait_for("Signal", 60) work() log.info("woken") end)
        """

    @Test func aBusyFlowIsLaunchedAndWokenOnce() async throws {
        try await SpecBench.passes(
            """
            local session = launch "busy"
            expect(session):logged "launched"
            expect(#sessions()):equals(1)
            expect(session):is_over { way = "finished", within = 100 }
            """, flows: ["busy": Self.busy])
    }
}
