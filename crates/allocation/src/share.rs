//! Sharing one budget among pictures, without memory.

use crate::ladder::Ladder;

/// A single layer of the only picture is kept at up to this many percent of the budget.
const ONLY_PICTURE_PERCENT: u128 = 150;

/// Bit/s that may be given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// For pictures to be of use.
    pub(crate) entries: u64,
    /// For all, raises beyond that included.
    pub(crate) raises: u64,
}

/// A picture on its ladder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Climber {
    pub(crate) ladder: Ladder,
    /// Pictures of one class are raised by turns, those of a lower one first.
    pub(crate) class: u8,
    /// The highest level that it may reach now.
    pub(crate) ceiling: usize,
}

/// Raises `levels`, one for every climber, as far as the budget goes. `order` names the climbers by class.
pub(crate) fn share(budget: Budget, climbers: &[Climber], order: &[usize], levels: &mut [usize]) {
    let mut left = budget.entries.saturating_sub(total(climbers, levels));
    for &index in order {
        let ceiling = climbers[index].ceiling.min(climbers[index].ladder.entry());
        while climb(&climbers[index].ladder, ceiling, &mut levels[index], &mut left) {}
    }
    left = budget.raises.saturating_sub(total(climbers, levels));
    for class in order.chunk_by(|a, b| climbers[*a].class == climbers[*b].class) {
        while raise_each(class, climbers, levels, &mut left) {}
    }
    keep_only_picture(budget.entries, climbers, levels);
}

/// One turn of a class; whether anybody was raised.
fn raise_each(class: &[usize], climbers: &[Climber], levels: &mut [usize], left: &mut u64) -> bool {
    class.iter().fold(false, |raised, &index| {
        let Climber { ladder, ceiling, .. } = &climbers[index];
        climb(ladder, *ceiling, &mut levels[index], left) || raised
    })
}

fn climb(ladder: &Ladder, ceiling: usize, level: &mut usize, left: &mut u64) -> bool {
    if *level >= ceiling.min(ladder.top()) {
        return false;
    }
    let Some(rest) = left.checked_sub(ladder.cost(*level + 1) - ladder.cost(*level)) else {
        return false;
    };
    *left = rest;
    *level += 1;
    true
}

fn keep_only_picture(budget: u64, climbers: &[Climber], levels: &mut [usize]) {
    let mut visible = (0..climbers.len()).filter(|index| climbers[*index].ladder.top() > 0);
    let (Some(only), None) = (visible.next(), visible.next()) else {
        return;
    };
    let Climber { ladder, ceiling, .. } = &climbers[only];
    let affordable = u128::from(ladder.cost(1)) * 100 <= u128::from(budget) * ONLY_PICTURE_PERCENT;
    if ladder.top() == 1 && *ceiling > 0 && affordable {
        levels[only] = 1;
    }
}

/// Bit/s of all climbers at `levels`.
pub(crate) fn total(climbers: &[Climber], levels: &[usize]) -> u64 {
    let costs = climbers
        .iter()
        .zip(levels)
        .map(|(climber, level)| climber.ladder.cost(*level));
    costs.fold(0, u64::saturating_add)
}

/// Whether `a` serves better than `b`: first by who is of use at all, then by levels, each in order.
pub(crate) fn is_better(a: &[usize], b: &[usize], climbers: &[Climber], order: &[usize]) -> bool {
    let entries = |levels: &[usize], index: usize| levels[index].min(climbers[index].ladder.entry());
    let by_use = order
        .iter()
        .map(|&index| entries(a, index))
        .cmp(order.iter().map(|&index| entries(b, index)));
    by_use
        .then_with(|| {
            order
                .iter()
                .map(|&index| a[index])
                .cmp(order.iter().map(|&index| b[index]))
        })
        .is_gt()
}

/// The cheapest way on for whoever is next: bit/s more than now, `None` when all are at the top.
pub(crate) fn next_raise(climbers: &[Climber], order: &[usize], levels: &[usize]) -> Option<u64> {
    let lacks = |index: &&usize| levels[**index] < climbers[**index].ladder.entry();
    let short = |index: &&usize| levels[**index] < climbers[**index].ladder.top();
    let next = *order.iter().find(lacks).or_else(|| order.iter().find(short))?;
    let Climber { ladder, .. } = &climbers[next];
    Some(ladder.cost(levels[next] + 1) - ladder.cost(levels[next]))
}
