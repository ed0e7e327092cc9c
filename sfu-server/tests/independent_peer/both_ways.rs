//! Two people whose lines carry both ways.

use crate::call::Call;
use crate::peer::Lines;
use crate::watching::{assert_call, until_seen};

#[tokio::test]
async fn each_gets_the_other_in_the_lines_of_its_own_offer() {
    let mut call = Call::open().await;
    let mut one = call.join(Lines::Both).await;
    one.play();
    let mut other = call.join(Lines::Both).await;
    other.play();
    until_seen(&one, 60).await;
    until_seen(&other, 60).await;
    assert_call(&one, other.author);
    assert_call(&other, one.author);
}
