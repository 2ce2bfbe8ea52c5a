import NIOConcurrencyHelpers
import Testing

@testable import FlowTesting

struct VirtualTimeTests {
    private func drained(_ time: VirtualTime, until end: Double) -> [Double] {
        var moments: [Double] = []
        while let due = time.nextDue, due <= end {
            time.move(to: due)
            while let body = time.takeDue() {
                body()
                moments.append(time.now())
            }
        }
        return moments
    }

    @Test func plansComeInOrderOfTimeAndThenOfPlanning() {
        let time = VirtualTime(at: 100)
        let seen = NIOLockedValueBox<[Int]>([])
        for (number, due) in [(1, 105.0), (2, 101), (3, 105), (4, 103), (5, 101)] {
            time.plan(at: due) { seen.withLockedValue { $0.append(number) } }
        }
        #expect(drained(time, until: 104) == [101, 101, 103])
        #expect(seen.withLockedValue { $0 } == [2, 5, 4])
        #expect(drained(time, until: 200) == [105, 105])
        #expect(seen.withLockedValue { $0 } == [2, 5, 4, 1, 3])
    }

    @Test func whatIsCancelledDoesNotHappen() {
        let time = VirtualTime(at: 0)
        let number = time.plan(after: 5) { Issue.record("it happened") }
        time.cancel(number)
        #expect(time.nextDue == nil)
        time.plan(after: 6) { Issue.record("it happened") }
        time.forgetPlans()
        #expect(drained(time, until: 100).isEmpty)
    }

    @Test func timeNeverRunsBackwards() {
        let time = VirtualTime(at: 50)
        time.move(to: 20)
        #expect(time.now() == 50)
        time.plan(at: 10) {}
        #expect(time.nextDue == 50)
    }
}
